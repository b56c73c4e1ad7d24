using System.Globalization;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Pricing;

/// <summary>A throwaway home, and short ways to the books made from it.</summary>
internal sealed class PriceTestHome : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("elevencost-prices-").FullName;

    public PriceTestHome() => Books = new PriceBooks(new Home(_folder));

    public PriceBooks Books { get; }

    public Home Home => new(_folder);

    public string File => Path.Combine(_folder, "prices.json");

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

    public void Write(string text) => System.IO.File.WriteAllText(File, text);

    /// <summary>Writes a price file of some entries, each on a line of its own; the first is line 3.</summary>
    public void WritePrices(params string[] entries) => Write("{ \"schema\": 1,\n\"prices\": [\n" + string.Join(",\n", entries) + "\n] }\n");

    public Task<IPriceBook> BookAsync(params SubscriptionSnapshot[] snapshots) => BookInAsync("UTC", "acme", snapshots);

    public Task<IPriceBook> BookInAsync(string zone, string connection, params SubscriptionSnapshot[] snapshots) =>
        Books.ForAsync(Connection(connection, zone), new MemoryLedger { Snapshots = [.. snapshots] }, CancellationToken.None);

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

    public void Dispose() => Directory.Delete(_folder, recursive: true);
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
