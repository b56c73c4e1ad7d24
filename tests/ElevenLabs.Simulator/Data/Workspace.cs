using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ElevenLabs.Simulator;

/// <summary>The people, keys, voices and usage streams of the simulated workspace.</summary>
public sealed class Workspace
{
    private static readonly string[] Customers =
    [
        "Acme Support Bot", "Globex IVR", "Initech Audiobooks", "Umbrella Kiosk", "Hooli Newsreader", "Stark Training",
        "Wayne Podcast", "Wonka Web Shop", "Cyberdyne QA", "Tyrell Demo", "Soylent Mobile", "Vandelay Imports",
        "Dunder Onboarding", "Pied Piper Staging", "Gringotts Hotline", "Oscorp Research",
    ];

    private static readonly string[] FirstNames =
        ["Ada", "Grace", "Linus", "Margaret", "Dennis", "Barbara", "Ken", "Frances", "Alan", "Radia", "Edsger", "Sophie"];

    private static readonly string[] GroupNames = ["Marketing", "Support", "Research", "Platform", "Customer Demos", "Finance"];

    private static readonly string[] Regions = ["us", "us", "us", "eu", "eu", "in", "sg"];

    private static readonly string[] Sources = ["api", "api", "api", "python_sdk", "js_sdk", "zapier"];

    private readonly ulong seed;

    internal Workspace(SimulatorOptions options, DateOnly today)
    {
        seed = Mix.Of((ulong)(uint)options.Seed, "workspace");
        Options = options;
        FirstDay = today.AddDays(-options.Days);
        Id = Mix.Hex(Mix.Of(seed, "workspace-id"), 32);
        Voices = [.. Enumerable.Range(0, Math.Max(1, options.Voices)).Select(i => Mix.Alphanumeric(Mix.Of(seed, "voice") ^ (ulong)i, 20))];
        Members = [.. Enumerable.Range(0, Math.Max(1, options.Users)).Select(MakeMember)];
        ServiceAccounts = [.. Enumerable.Range(0, Math.Max(1, options.Keys / 6)).Select(MakeServiceAccount)];
        Keys = [.. Enumerable.Range(0, Math.Max(1, options.Keys)).Select(i => MakeKey(i, today))];
        Groups = [.. Enumerable.Range(0, Math.Max(0, options.Groups)).Select(MakeGroup)];
        KeyNames = Keys.ToDictionary(k => k.Hash, k => k.Name, StringComparer.Ordinal);
        KeysBySecret = Keys.ToDictionary(k => k.Secret, StringComparer.Ordinal);
        Streams = MakeStreams();
    }

    /// <summary>The options it was made from.</summary>
    public SimulatorOptions Options { get; }

    /// <summary>The first day with usage.</summary>
    public DateOnly FirstDay { get; }

    /// <summary>The workspace's ID.</summary>
    public string Id { get; }

    /// <summary>Voice IDs.</summary>
    public IReadOnlyList<string> Voices { get; }

    /// <summary>Human members, the owner first.</summary>
    public IReadOnlyList<Member> Members { get; }

    /// <summary>Service accounts.</summary>
    public IReadOnlyList<ServiceAccount> ServiceAccounts { get; }

    /// <summary>API keys; the first belongs to the owner.</summary>
    public IReadOnlyList<ApiKeyEntry> Keys { get; }

    /// <summary>Workspace groups.</summary>
    public IReadOnlyList<Group> Groups { get; }

    internal Dictionary<string, string> KeyNames { get; }

    internal Dictionary<string, ApiKeyEntry> KeysBySecret { get; }

    internal UsageStream[] Streams { get; }

    private Member MakeMember(int i)
    {
        string name = FirstNames[i % FirstNames.Length];
        string email = string.Create(CultureInfo.InvariantCulture, $"{name.ToLowerInvariant()}{(i < FirstNames.Length ? "" : i)}@example.com");
        string seat = i == 0 ? "workspace_admin" : i % 5 == 4 ? "workspace_lite_member" : "workspace_member";
        return new Member(Mix.Alphanumeric(Mix.Of(seed, "user") ^ (ulong)i, 28), email, GivenName(i) ?? name, seat, i == 0, i > 2 && i % 7 == 6);
    }

    private ServiceAccount MakeServiceAccount(int i) => new(
        Mix.Alphanumeric(Mix.Of(seed, "service") ^ (ulong)i, 28),
        GivenName(i) ?? string.Create(CultureInfo.InvariantCulture, $"{GroupNames[i % GroupNames.Length]} service{(i < GroupNames.Length ? "" : " " + i)}"),
        UnixSeconds(FirstDay.AddDays(-30 - i % 60)));

    private string? GivenName(int i) => i < Options.OtherNames.Count ? Options.OtherNames[i] : null;

    private ApiKeyEntry MakeKey(int i, DateOnly today)
    {
        ulong own = Mix.Of(seed, "key") ^ (ulong)i;
        string secret = "sk_" + Mix.Hex(Mix.Of(own, 1), 48);

        // The fourth key repeats the third's name: names do not identify keys.
        int nameIndex = i == 3 ? 2 : i;
        string name = Customers[nameIndex % Customers.Length];
        if (nameIndex >= Customers.Length)
        {
            name += string.Create(CultureInfo.InvariantCulture, $" {nameIndex / Customers.Length + 1}");
        }

        if (i < Options.KeyNames.Count)
        {
            name = Options.KeyNames[i];
        }

        bool personal = i % 3 == 0;
        string? account = personal ? null : ServiceAccounts[i % ServiceAccounts.Count].UserId;
        DateOnly first = FirstDay.AddDays(i > 4 && i % 10 == 5 ? Mix.Below(Mix.Of(own, 2), Math.Max(1, Options.Days)) : 0);
        bool retired = i > 5 && i % 20 == 6;
        DateOnly last = retired ? today.AddDays(-Mix.Below(Mix.Of(own, 3), Math.Max(1, Options.Days / 2)) - 1) : DateOnly.MaxValue;
        return new ApiKeyEntry(
            secret, name, Mix.Hex(Mix.Of(own, 4), 64), Sha256(secret), account ?? Members[i / 3 % Members.Count].UserId, account,
            first, last, retired);
    }

    private Group MakeGroup(int i)
    {
        List<string> members = [];
        for (int m = 0; m < Members.Count; m++)
        {
            // Every third member is in two groups, so sums over groups count some usage twice.
            if (m % Options.Groups == i || (m % 3 == 1 && (m + 1) % Options.Groups == i))
            {
                members.Add(Members[m].UserId);
            }
        }

        string name = GivenName(i) ?? GroupNames[i % GroupNames.Length] + (i < GroupNames.Length ? "" : " " + i.ToString(CultureInfo.InvariantCulture));
        return new Group(Mix.Alphanumeric(Mix.Of(seed, "group") ^ (ulong)i, 20), name, members);
    }

    private UsageStream[] MakeStreams()
    {
        double perKey = Options.RecordsPerKeyDay;
        int streamsPerKey = Math.Max(1, (int)Math.Ceiling(perKey / 0.55));
        double activity = Math.Min(1, perKey / streamsPerKey);

        // Credits are scaled so that a default workspace uses a good part of its plan, yet rows stay believable.
        double rowsPerMonth = Math.Max(1, 30 * Keys.Count * perKey);
        double target = Plan.MonthlyCredits(Options.Tier) is long credits and > 0 ? credits * 0.6 : rowsPerMonth * 300;
        double scale = Math.Max(Keys.Count > 100 ? 20 : 1, target / rowsPerMonth / 1.9);

        List<UsageStream> streams = [];
        for (int k = 0; k < Keys.Count; k++)
        {
            // A few customers make most of the usage.
            double weight = 0.25 + 2.5 / (1 + k % 10);
            for (int s = 0; s < streamsPerKey; s++)
            {
                streams.Add(MakeStream(Keys[k], k, s, activity, scale * weight, null));
            }
        }

        // Use through the website carries no key; every product occurs there, so every label occurs at any size.
        for (int s = 0; s < Product.All.Length; s++)
        {
            streams.Add(MakeStream(null, -1, s, 0.6, scale, Product.All[s]));
        }

        return [.. streams];
    }

    private UsageStream MakeStream(ApiKeyEntry? key, int keyIndex, int index, double activity, double scale, Product? fixedProduct)
    {
        ulong own = Mix.Of(Mix.Of(seed, "stream"), keyIndex, index);
        Product product = fixedProduct ?? Product.Pick(Mix.Unit(Mix.Of(own, 1)));
        int models = product.Label == "TTS" ? Math.Clamp(Options.Models, 1, product.Models.Length) : product.Models.Length;
        string userId = key?.UserId ?? Members[index % Members.Count].UserId;
        string?[] values = new string?[Dimension.Names.Length];
        values[Dimension.ProductType] = product.Label;
        values[Dimension.Model] = product.Models[Mix.Below(Mix.Of(own, 2), models)];
        values[Dimension.VoiceId] = product.HasVoice ? Voices[Mix.Below(Mix.Of(own, 3), Voices.Count)] : null;
        values[Dimension.UserId] = userId;
        values[Dimension.FiatCurrency] = Options.Currency;
        values[Dimension.FiatChargeType] = "included";
        values[Dimension.Region] = Regions[Mix.Below(Mix.Of(own, 4), Regions.Length)];
        values[Dimension.ReportingWorkspaceId] = Id;
        values[Dimension.BillingGroupId] = Options.BillingGroupId;
        values[Dimension.RequestSource] = key is null ? "website" : Sources[Mix.Below(Mix.Of(own, 5), Sources.Length)];
        values[Dimension.ResourceId] = product.Label.StartsWith("Conv", StringComparison.Ordinal)
            ? "agent_" + Mix.Hex(Mix.Of(seed, "agent") ^ (ulong)(keyIndex % 5), 24) : null;
        values[Dimension.RequestQueueType] = index % 5 == 0 ? "priority" : "default";
        values[Dimension.VoiceMultiplier] = product.HasVoice ? (index % 6 == 5 ? "2.0" : "1.0") : null;
        values[Dimension.HashedKey] = key?.Hash;
        values[Dimension.Surface] = key is null ? "website" : "api";
        values[Dimension.Actor] = key?.ServiceAccountId is null ? "user" : "service_account";
        return new UsageStream
        {
            Seed = own,
            Values = values,
            Product = product,
            Key = key,
            FirstDay = Epoch.DayOf(key is not null && key.FirstDay > FirstDay ? key.FirstDay : FirstDay),
            LastDay = key is null || key.LastDay == DateOnly.MaxValue ? int.MaxValue : Epoch.DayOf(key.LastDay),
            Activity = activity,
            Scale = scale,
            NanoPerCredit = product.HasCredits ? 364_000 + Mix.Below(Mix.Of(own, 6), 9) * 125 : 1_234_567 + Mix.Below(Mix.Of(own, 7), 5_000_000),
        };
    }

    private static string Sha256(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();

    private static long UnixSeconds(DateOnly day) => Epoch.DayOf(day) * 86_400L;
}
