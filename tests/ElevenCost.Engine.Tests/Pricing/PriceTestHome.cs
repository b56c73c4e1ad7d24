using System.Globalization;
using System.Text.Json;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Pricing;

/// <summary>A throwaway ledger of prices, and short ways to the books made from it.</summary>
internal sealed class PriceTestHome : IDisposable
{
    private readonly RelationalLedger? _own;

    public PriceTestHome(IUsageLedger? ledger = null) => Ledger = ledger ?? (_own = new RelationalLedger(SqliteDatabase.InMemory()));

    public PriceBooks Books { get; } = new();

    public IUsageLedger Ledger { get; }

    public static SubscriptionSnapshot Snapshot(
        string tier, string at = "2026-01-15T12:00:00Z", string? period = "monthly_period", string? currency = "USD") => new()
        {
            At = DateTime.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal),
            Tier = tier,
            BillingPeriod = period,
            Currency = currency,
            CreditsUsed = 5,
            CreditLimit = 363_000,
            OverageAllowed = true,
        };

    /// <summary>The prices of JSON objects in camel case; <c>until</c> is the first day that one no longer holds.</summary>
    public static IReadOnlyList<PriceEntry> Entries(params string[] objects) => [.. objects.Select(text =>
    {
        var fields = new Dictionary<string, string>();
        using JsonDocument document = JsonDocument.Parse(text);
        foreach (JsonProperty field in document.RootElement.EnumerateObject())
        {
            string value = field.Value.ValueKind == JsonValueKind.Number ? field.Value.GetRawText() : field.Value.GetString()!;
            if (field.Name == "until")
            {
                fields.Add("To", DateOnly.ParseExact(value, "yyyy-MM-dd").AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            }
            else
            {
                fields.Add(char.ToUpperInvariant(field.Name[0]) + field.Name[1..], value);
            }
        }

        var mistakes = new List<string>();
        return PriceEntryReader.Read(fields, mistakes) ?? throw new InvalidOperationException(string.Join("; ", mistakes));
    })];

    /// <summary>Makes these the user's own prices.</summary>
    public static void Keep(IUsageLedger ledger, params string[] objects) => new DefinitionStore<PriceEntry>(ledger, PriceKind.Instance)
        .ChangeAsync(_ => (Entries(objects), true), TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Makes these the user's own prices.</summary>
    public void WritePrices(params string[] objects) => Keep(Ledger, objects);

    public Task<IPriceBook> BookAsync(params SubscriptionSnapshot[] snapshots) => BookInAsync("UTC", "acme", snapshots);

    public Task<IPriceBook> BookInAsync(string zone, string connection, params SubscriptionSnapshot[] snapshots) =>
        Books.ForAsync(Connection(connection, zone), new MemoryLedger { Snapshots = [.. snapshots], Definitions = Ledger }, CancellationToken.None);

    public static Connection Connection(string name, string zone = "UTC") => new()
    {
        Name = name,
        BaseUri = new Uri("https://api.elevenlabs.io"),
        TimeZone = zone,
        Scope = ConnectionScope.Workspace,
        KeySource = KeySource.Environment,
        Dimensions = [],
        CreatedAt = default,
    };

    public void Dispose() => _own?.Dispose();
}

/// <summary>Answers by the text of a day.</summary>
internal static class PriceBookText
{
    public static PlanRate? RateOn(this IPriceBook book, string day) => book.PlanRateOn(DateOnly.ParseExact(day, "yyyy-MM-dd")).Rate;

    public static string ReasonOn(this IPriceBook book, string day)
    {
        PlanRateAnswer answer = book.PlanRateOn(DateOnly.ParseExact(day, "yyyy-MM-dd"));
        Assert.Null(answer.Rate);
        return Assert.IsType<string>(answer.Reason);
    }
}
