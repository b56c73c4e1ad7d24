using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Fuzz;

/// <summary>A reader of bytes that others make, and answers that it accepts.</summary>
/// <param name="name">The name by which it is started.</param>
/// <param name="run">Reads the bytes, and throws <see cref="FuzzFindingException"/> if the result is not sane.</param>
/// <param name="seeds">Inputs to begin with.</param>
public sealed class FuzzTarget(string name, Func<byte[], Task> run, params string[] seeds)
{
    /// <summary>The longest input, in bytes.</summary>
    public const int LargestInput = 64 * 1024;

    private const long MostAllocated = 256L * 1024 * 1024;
    private const int LongestText = 64 * 1024;
    private const int MostTries = 3;
    private const int MostBases = 200;

    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(2);
    private static readonly FixedClock Clock = new();
    private static readonly Uri Host = new("https://api.elevenlabs.io");
    private static readonly DateRange Days = new(new DateOnly(2026, 9, 1), new DateOnly(2026, 9, 3));
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    // Low, so that inputs of the fuzzer's size reach them.
    private static readonly ApiOptions Bounds = new() { MaxRetries = 0, MaxRows = 2000, MaxTextBytes = 8192, MaxTextTotal = 32 * 1024, MaxBodyBytes = 4 * 1024 * 1024, MaxObjectBytes = 1024 * 1024 };

    private static readonly string[] Encodings = ["identity", "gzip", "deflate", "br"];

    private bool _wasAccepted;

    /// <summary>Every target.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("usage", bytes => AskAsync(bytes, async api => CheckUsage(await api.QueryAnalyticsAsync(new AnalyticsQuery(Days, TimeZoneInfo.Utc, [Dimension.Product, Dimension.ApiKey]), default))),
            """{"columns":["product_type","hashed_xi_api_key","api_key_name","timestamp","total_usage","total_minutes","total_cost","usage_count"],"column_units":[null,null,null,"ms","credits","min","usd",null],"rows":[["TTS","ab12","Key \u0041",1788220800000,689,12.71,0.252,3],["STT",null,null,"2026-09-02T00:00:00Z","51",0.2,7.9e-5,1]]}""",
            """{"columns":["timestamp","product_type","hashed_xi_api_key","total_usage"],"column_units":["s",null,null,"credits"],"rows":[[1788220800,"TTS","a",1]]}""",
            """{"columns":["timestamp","total_usage","product_type","hashed_xi_api_key"],"rows":null}"""),
        new("usage-hours", bytes => AskAsync(bytes, async api => CheckUsage(await api.QueryAnalyticsAsync(new AnalyticsQuery(Days, Berlin, [Dimension.Voice, Dimension.User], Hourly: true), default))),
            """{"rows":[["v1","Rachel","u1","Ann",1788213600000,689,12.71,0.252,3],["v2",null,"u2",{},"2026-09-02T01:00:00+02:00","51",0.2,"n/a",1]],"columns":["voice_id","voice_name","user_id","user_name","timestamp","total_usage","total_minutes","total_cost","usage_count"],"column_units":[null,null,null,null,"ms","credits","min","eur",null]}"""),
        new("requests", bytes => AskAsync(bytes, async api => CheckRequests(await api.GetRequestsAsync(new RequestPageQuery(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(60), 1000, [], null), default))),
            """{"columns":["timestamp","request_id","method","path","status_code","success","latency","product_type","model","credits","total_minutes","total_cost"],"column_units":["s",null,null,null,null,null,"s",null,null,"credits","min","usd"],"rows":[[1788220800,"r1","POST","/v1/text-to-speech/x?key=1",200,true,0.25,"TTS","m",12,0.1,0.02],["2026-09-02T00:00:00.123Z","r2","GET","/v1/user","429","false","1.5",null,null,null,null,null]]}"""),
        new("statistics", bytes => AskAsync(bytes, async api => CheckStatistics((await api.GetUsageStatisticsAsync(new UsageStatisticsQuery(Days, TimeZoneInfo.Utc, "credits", "product_type", true), default)).Values.Values.SelectMany(days => days.Values))),
            """{"time":[1788220800000,1788307200000,1788393600000],"usage":{"TTS":[1,2.5,null],"All":["3",0,7]}}"""),
        new("statistics-hours", bytes => AskAsync(bytes, async api => CheckStatistics((await api.GetHourlyStatisticsAsync(new UsageStatisticsQuery(Days, Berlin, "minutes_used", "voice", true), default)).Values.Values.SelectMany(hours => hours.Values))),
            """{"time":[1788213600000,1788217200000],"usage":{"v":[1,2.5]}}"""),
        new("subscription", bytes => AskAsync(bytes, async api => await api.GetSubscriptionAsync(default)),
            """{"tier":"creator","character_count":120500,"character_limit":131000,"max_credit_limit_extension":"unlimited","next_character_count_reset_unix":1790000000,"voice_slots_used":3,"voice_limit":30,"professional_voice_limit":1,"currency":"usd","status":"active","billing_period":"monthly_period","character_refresh_period":"monthly_period","has_open_invoices":false,"current_overage":{"amount":"1.25","currency":"usd"},"pending_change":{"next_tier":"pro","kind":"change","timestamp_seconds":1790000000},"next_invoice":{"subtotal_cents":2200},"usage":{"rollover_credits_quota":5}}""",
            """{"tier":"free","character_count":1,"character_limit":10000,"max_credit_limit_extension":5,"pending_change":null}"""),
        new("invoices", bytes => AskAsync(bytes, async api => await api.GetInvoicesAsync(default)),
            """{"currency":"usd","next_invoice":{"amount_due_cents":2200,"subtotal_cents":2200,"tax_cents":0,"discount_percent_off":null,"discounts":[],"next_payment_attempt_unix":1790000000},"open_invoices":[{"amount_due_cents":1}]}"""),
        new("user", bytes => AskAsync(bytes, async api => await api.GetUserAsync(default)), """{"user_id":"u1","first_name":"Ann","subscription":{}}"""),
        new("directory", bytes => AskAsync(bytes, async api =>
        {
            await TryAsync(() => api.GetModelsAsync(default));
            await TryAsync(() => api.GetGroupsAsync(default));
            await TryAsync(() => api.GetMembersAsync(default));
            await TryAsync(() => api.GetServiceAccountKeysAsync(default));
        }),
            """[{"model_id":"eleven_v3","name":"Eleven v3"},{"id":"g1","name":"Group","members":["u1",{"user_id":"u2"}]}]""",
            """{"members":[{"user_id":"u1","email":"a@example.com","first_name":"Ann"}],"groups":{"g":{"members":[]}}}""",
            """{"service-accounts":[{"service_account_user_id":"s1","api-keys":[{"hashed_xi_api_key":"ab","name":"k","character_limit":5,"platform_limits":{"credits":{"limit":7,"usage":"1"}}}]}]}"""),
        new("webhooks", bytes => AskAsync(bytes, async api => await api.GetWebhooksAsync(default)),
            """{"webhooks":[{"webhook_id":"w1","name":"n","webhook_url":"https://example.com","is_disabled":false,"created_at_unix":1788220800,"auth_type":"hmac","usage":[{"usage_type":"x"}],"events":["e"],"most_recent_failure_error_code":500,"most_recent_failure_timestamp":1788220800}]}"""),
        new("identity", bytes => AskAsync(bytes, async api => await api.GetBillingIdentityAsync(Days, default)),
            """{"columns":["timestamp","reporting_workspace_id","billing_group_id","total_usage"],"rows":[[1788220800000,"w","g",1]]}"""),
        new("errors", bytes => AskAsync(bytes.Length > 1 ? bytes[1..] : [], async api => await api.GetUserAsync(default), status: 400 + (bytes.Length > 0 ? bytes[0] % 200 : 0)),
            """a{"detail":{"status":"missing_permissions","message":"The API key you used is missing the permission user_read to execute this operation."}}""",
            """a{"detail":[{"loc":["body",0],"msg":"m"}]}""", "b{\"detail\":\"text\"}", "c<html>"),
        new("headers", async bytes =>
        {
            string[] lines = Encoding.Latin1.GetString(bytes).Split('\n');
            await TryAsync(() => AskAsync("{}"u8.ToArray(), async api => await api.GetUserAsync(default), status: 429, headers: lines));
            await AskAsync("""{"tier":"free","character_count":1,"character_limit":1}"""u8.ToArray(), async api => await api.GetSubscriptionAsync(default), headers: lines);
        },
            "date: Fri, 04 Sep 2026 12:00:00 GMT\nretry-after: 5\nrequest-id: r1\ncontent-encoding: identity", "retry-after-ms: 1500\ndate: Fri, 31 Dec 9999 23:59:59 GMT",
            "x-ratelimit-reset: 1790000000.5", "retry-after: Fri, 04 Sep 2026 12:00:09 GMT\nlocation: //x\ncontent-type: text/html; charset=x"),
        new("encodings", bytes => AskAsync(bytes.Length > 1 ? bytes[1..] : [], async api => CheckUsage(await api.QueryAnalyticsAsync(new AnalyticsQuery(Days, TimeZoneInfo.Utc, []), default)), encoding: bytes.Length > 0 ? bytes[0] : 0),
            "\0" + SmallTable)
        {
            // What each bit pair of the first byte says, in the order in which it is applied: once, and twice.
            Packed = [Pack(1), Pack(2), Pack(3), Pack(0b1001)],
        },
        new("connections", bytes => Done(() => new ConnectionFileReader("connections.json").Read(bytes)),
            """{"schema":1,"connections":[{"name":"acme","baseUri":"https://api.elevenlabs.io","timeZone":"UTC","scope":"Workspace","keySource":"File","keyPath":"/k","dimensions":["ApiKey"],"createdAt":"2026-09-01T00:00:00Z","isDefault":true,"capabilities":[{"name":"Key","passed":false,"required":true,"message":"m","errorId":"e","checkedAt":"2026-09-01T00:00:00Z"}],"billing":[{"billing":"PayAsYouGo"},{"billing":"UsageBased","from":"2026-09-01"}],"balance":{"amount":"1.5","currency":"USD","asOf":"2026-09-01"}}]}"""),
        new("cost-centers", bytes => Done(() => CostCenterCsv.Read(CostCenterCsv.Decode(bytes, "rules.csv"), "rules.csv")),
            "Name,Shares,ApiKey,Group,Priority\r\nr,\"Acme:60; Beta:40\",k-*,,1\r\n\"a \"\"b\"\"\",Acme,,'=g,2\r\n",
            "\uFEFFName,Shares,FeeSplit,Connection,From,To,Note\nfee,Orchid Hotels:70; Kite Games:30,Fixed,demo,2026-01-01,9999-12-31,\"a\nb\"\n"),
        new("definitions", bytes => Done(() =>
        {
            Dictionary<string, string> fields;
            try
            {
                fields = DefinitionFields.Of(Encoding.UTF8.GetString(bytes));
            }
            catch (System.Text.Json.JsonException)
            {
                return;
            }

            Engine.Pricing.PriceEntryReader.Read(fields, []);
            Engine.Budgets.BudgetReader.Read(fields, []);
            Engine.Alerts.AlertTargetReader.Read(fields, []);
        }),
            """{"Tier":"enterprise","Connection":"acme*","From":"2026-01-01","To":"9999-12-31","MonthlyPrice":"1200.00","MonthlyCredits":"10000000","OveragePer1000Credits":"0.1","Currency":"USD","BillingPeriod":"monthly","Note":"n"}""",
            """{"Name":"b","Amount":"100","Currency":"USD","Period":"Monthly","Threshold":"50","AlertAt":"50,80","From":"2026-01-01"}"""),
    ];

    private const string SmallTable = """{"columns":["timestamp","total_usage"],"rows":[[1788220800000,1]]}""";

    /// <summary>The name by which it is started.</summary>
    public string Name => name;

    /// <summary>Inputs to begin with.</summary>
    public IReadOnlyList<byte[]> Seeds => [.. seeds.Select(Encoding.UTF8.GetBytes), .. Packed];

    /// <summary>Whether there are inputs that it accepts: not where every answer is an error.</summary>
    public bool MayAccept => name != "errors";

    /// <summary>Seeds that are not text.</summary>
    private IReadOnlyList<byte[]> Packed { get; init; } = [];

    /// <summary>Reads an input, again if it took long: the machine may have been busy. What the engine declares is no finding.</summary>
    /// <returns>Whether the input was accepted.</returns>
    /// <exception cref="FuzzFindingException">The result is not sane, or the input took too much time or memory.</exception>
    public bool Run(byte[] input)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return RunOnce(input);
            }
            catch (FuzzFindingException e) when (e.IsSlow && tries < MostTries)
            {
                // The least of all tries counts.
            }
        }
    }

    /// <summary>What is wrong with an input, as a line: the exception, the place that threw it, and the input; null if nothing is.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a reader throws is a finding.")]
    public string? FindingOf(byte[] input)
    {
        try
        {
            Run(input);
            return null;
        }
        catch (Exception e)
        {
            string place = e.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("ElevenCost.Engine.", StringComparison.Ordinal))?.Trim() ?? "";
            return $"{name}: {e.GetType().Name}: {e.Message} {place}";
        }
    }

    /// <summary>Reads the seeds, and then inputs made from them at random.</summary>
    /// <param name="seed">The same seed makes the same inputs.</param>
    /// <param name="count">How many inputs are made.</param>
    /// <returns>How many were accepted, and the first finding with its input; null if there is none.</returns>
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A failure must be repeatable by its seed.")]
    public (int Accepted, string? Finding) Mutate(int seed, int count)
    {
        var random = new Random(seed);
        List<byte[]> bases = [.. Seeds];
        int accepted = 0;
        for (int number = -bases.Count; number < count; number++)
        {
            byte[] input = number < 0 ? bases[number + Seeds.Count] : Mutation.Of(bases[random.Next(bases.Count)], random);
            if (FindingOf(input) is { } finding)
            {
                return (accepted, $"{finding}\nInput (base64), number {number} of seed {seed}: {Convert.ToBase64String(input)}");
            }

            // An input that was accepted leads further in than one that was rejected at once.
            if (_wasAccepted && number >= 0)
            {
                accepted++;
                if (bases.Count < MostBases)
                {
                    bases.Add(input);
                }
            }
        }

        return (accepted, null);
    }

    private bool RunOnce(byte[] input)
    {
        _wasAccepted = false;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        try
        {
            // The input is in memory: nothing is waited for.
            run(input.Length <= LargestInput ? input : input[..LargestInput]).GetAwaiter().GetResult();
            _wasAccepted = true;
        }
        catch (ElevenCostException)
        {
            // A declared failure.
        }

        TimeSpan took = Stopwatch.GetElapsedTime(start);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Expect(allocated < MostAllocated, string.Create(CultureInfo.InvariantCulture, $"it allocated {allocated >> 20} MiB"));
        return took < LongestTime ? _wasAccepted : throw new FuzzFindingException("It took too long.") { IsSlow = true };
    }

    private static async Task AskAsync(byte[] body, Func<ElevenLabsApiClient, Task> ask, int status = 200, int? encoding = null, string[]? headers = null)
    {
        using var answer = new OneAnswer(body, status, encoding, headers ?? []);
        using var client = new ElevenLabsApiClient(Host, "sk_fuzz", Bounds, Clock, null, answer);
        await ask(client);
    }

    /// <summary>An answer in the encodings that a byte stands for, behind that byte.</summary>
    private static byte[] Pack(byte encoding)
    {
        byte[] packed = Encoding.UTF8.GetBytes(SmallTable);
        for (int bits = encoding; bits > 0; bits >>= 2)
        {
            using var memory = new MemoryStream();
            using (Stream stream = (bits & 3) switch
            {
                1 => new GZipStream(memory, CompressionLevel.Optimal),
                2 => new ZLibStream(memory, CompressionLevel.Optimal),
                _ => new BrotliStream(memory, CompressionLevel.Optimal),
            })
            {
                stream.Write(packed);
            }

            packed = memory.ToArray();
        }

        return [encoding, .. packed];
    }

    private static async Task TryAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (ElevenCostException)
        {
            // The next reader gets the same answer.
        }
    }

    private static Task Done(Action read)
    {
        read();
        return Task.CompletedTask;
    }

    private static void CheckUsage(AnalyticsUsage usage)
    {
        UsageTable table = usage.Table;
        Expect(table.Credits.All(credits => Math.Abs((decimal)credits) <= FigureBounds.Credits), "credits beyond the bound");
        Expect(table.Day.All(day => Days.Contains(DateOnly.FromDayNumber(day))), "a day that was not asked for");
        Expect(table.Dimensions.All(dimension => dimension.Values.All(text => text.Length <= LongestText)), "a text beyond the bound");
    }

    private static void CheckRequests(RequestPage page)
    {
        Expect(page.Rows.All(row => row.LatencyMs is null or >= 0), "a negative latency");
        Expect(page.Rows.All(row => row.Status is null or (>= 100 and < 1000)), "a status that is none");
        Expect(page.Rows.All(row => row.Path?.Contains('?', StringComparison.Ordinal) != true), "a query string");
        Expect(page.Rows.All(row => row.At.Kind == DateTimeKind.Utc), "a time that is not UTC");
        Expect(page.Rows.All(row => row.Id is not { Length: > LongestText }), "a text beyond the bound");
    }

    private static void CheckStatistics(IEnumerable<decimal> values) =>
        Expect(values.All(value => Math.Abs(value) <= FigureBounds.CreditsOfDay * LargestInput), "a sum beyond the bound");

    private static void Expect(bool isSane, string otherwise)
    {
        if (!isSane)
        {
            throw new FuzzFindingException($"The result is not sane: {otherwise}.");
        }
    }

    /// <summary>Answers every request with the same bytes.</summary>
    private sealed class OneAnswer(byte[] body, int status, int? encoding, string[] headers) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            for (int bits = encoding ?? 0; bits > 0; bits >>= 2)
            {
                content.Headers.ContentEncoding.Add(Encodings[bits & 3]);
            }

            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = content };
            foreach (string[] header in headers.Select(line => line.Split(':', 2)).Where(header => header.Length == 2))
            {
                _ = response.Headers.TryAddWithoutValidation(header[0], header[1]) || content.Headers.TryAddWithoutValidation(header[0], header[1]);
            }

            return Task.FromResult(response);
        }
    }

    /// <summary>One instant, so that an input reads the same on every day.</summary>
    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 9, 4, 12, 0, 0, TimeSpan.Zero);
    }
}
