using System.Globalization;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>The simulator's faults, each with an argument drawn at random.</summary>
internal static class FaultTexts
{
    private static readonly Dictionary<string, Func<Random, string>> s_arguments = new()
    {
        ["needs-authorization"] = Bare,
        ["invalid-api-key"] = Bare,
        ["invalid-authorization-header"] = Bare,
        ["api-key-id-used-as-api-key"] = Bare,
        ["missing-permissions"] = Bare,
        ["quota-exceeded"] = Bare,
        ["detected-unusual-activity"] = Bare,
        ["payment-required"] = Bare,
        ["workspace-not-found"] = Bare,
        ["validation"] = Bare,
        ["rate-limit"] = random => string.Create(CultureInfo.InvariantCulture, $":{random.Next(1, 9)},{Any(random, "none", "retry-after-ms=1", "retry-after=0")}"),
        ["server-error"] = random => string.Create(CultureInfo.InvariantCulture, $":{random.Next(1, 9)},{Any(random, "500", "502", "503")}"),
        ["date"] = random => Any(random, "", ":-4000000", ":-90000", ":3", ":90000", ":4000000"),
        ["slow"] = random => Any(random, ":1", ":20"),
        ["hang"] = Bare,
        ["truncated"] = random => Any(random, "", ":chunked", ":length"),
        ["malformed"] = Bare,
        ["html"] = random => Any(random, ":200", ":403", ":502"),
        ["redirect"] = random => Any(random, ":302,http://127.0.0.1:9/", ":307,https://localhost:9/"),
        ["row-at-end-time"] = Bare,
        ["absent-column"] = random => ":" + Any(random, "timestamp", "total_usage", "model", "hashed_xi_api_key", "total_cost", "usage_count", "total_minutes"),
        ["renamed-column"] = random => ":" + Any(random, "total_usage=credits_used", "total_cost=money", "total_minutes=audio", "voice_id=voice", "model=engine"),
        ["extra-column"] = Bare,
        ["extra-field"] = Bare,
        ["unknown-product"] = Bare,
        ["unknown-unit"] = random => Any(random, "", ":total_cost=doubloons", ":total_usage=beans"),
        ["unknown-enum"] = Bare,
        ["columns-after-rows"] = Bare,
        ["row-cap"] = random => string.Create(CultureInfo.InvariantCulture, $":{random.Next(0, 40)}"),
        ["duplicate-rows"] = Bare,
        ["numbers-as-floats"] = Bare,
        ["epoch-timestamps"] = Bare,
        ["analytics-absent"] = Bare,
        ["analytics-forbidden"] = random => Any(random, ":401", ":403"),
        ["stats-absent"] = Bare,
        ["mutate"] = random => string.Create(CultureInfo.InvariantCulture, $":{random.Next(100_000)}"),
        ["wrapped"] = random => Any(random, ":data", ":result"),
        ["listed"] = Bare,
        ["byte-order-mark"] = Bare,
        ["numbers-as-text"] = Bare,
        ["name-columns"] = Bare,
        ["unknown-day"] = random => Any(random, ":2026-11-16", ":2026-11-17,absent"),
        ["null-costs"] = random => Any(random, "", ":0.5"),
        ["restate"] = random => string.Create(CultureInfo.InvariantCulture, $":2026-11-16,{random.Next(2, 5)}"),
        ["late-data"] = Bare,
        ["json"] = random => ":" + Any(random, "/=1", "/=\"x\"", "/tier=7"),
        ["cell"] = random => ":" + Any(random, "total_usage=\"x\"", "total_cost=-1;1"),
        ["forget"] = _ => ":2026-11-16",
        ["rows-null"] = Bare,
    };

    /// <summary>The names of all faults.</summary>
    public static IReadOnlyCollection<string> Names => s_arguments.Keys;

    /// <summary>A fault as the simulator reads it.</summary>
    public static string Of(string name, Random random) => name + s_arguments[name](random);

    /// <summary>One of some texts.</summary>
    public static string Any(Random random, params string[] of) => of[random.Next(of.Length)];

    private static string Bare(Random random) => "";
}
