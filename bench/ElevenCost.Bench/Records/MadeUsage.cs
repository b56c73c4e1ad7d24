using System.Globalization;

namespace ElevenCost.Bench.Records;

/// <summary>A year of usage of a large workspace: a function of the seed and the count, made a day at a time.</summary>
/// <remarks>
/// A workspace uses the same combinations again and again: a key has its user, its models and its voices. There are three combinations for
/// each record of a day; some are used every day, others hardly ever, a third of them on an average day.
/// </remarks>
internal sealed class MadeUsage
{
    /// <summary>The days of the records.</summary>
    public static readonly DateRange Year = new(new DateOnly(2025, 1, 1), new DateOnly(2025, 12, 31));

    private const int Keys = 400;
    private const int Voices = 600;
    private const int Users = 250;
    private const int Groups = 40;
    private const int VoicesOfOne = 40;

    private static readonly string[] Products = ["TTS", "STS", "STT", "Agents", "Dubbing", "Music", "Sound Effects", "Voice Isolator"];

    private static readonly string[] Models =
    [
        "eleven_multilingual_v2", "eleven_flash_v2_5", "eleven_turbo_v2_5", "eleven_v3", "eleven_flash_v2", "eleven_turbo_v2",
        "eleven_multilingual_v1", "eleven_monolingual_v1", "eleven_multilingual_sts_v2", "eleven_english_sts_v2", "scribe_v1", "music_v1",
    ];

    private static readonly string[] Sources = ["api", "sdk", "agents", "website"];
    private static readonly string[] Regions = ["us", "eu", "in"];

    private readonly int _count;
    private readonly int _seed;
    private readonly Combination[] _combinations;

    public MadeUsage(int count, int seed)
    {
        (_count, _seed) = (count, seed);
        var random = new Random(seed);
        string[] keys = Ids(random, Keys, 64, "0123456789abcdef");
        string[] voices = Ids(random, Voices, 20, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
        string[] users = Ids(random, Users, 28, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
        KeyNames = Enumerable.Range(0, Keys).ToDictionary(key => keys[key], key => string.Create(CultureInfo.InvariantCulture, $"service-{key}"));
        UserNames = Enumerable.Range(0, Users).ToDictionary(user => users[user], user => string.Create(CultureInfo.InvariantCulture, $"user{user}@example.com"));
        (FilteredKey, FilteredModel) = (keys[3], Models[3]);
        _combinations = new Combination[Math.Max(100, 3 * (count / Year.Days))];
        var taken = new HashSet<(int, int, int, int, int, int)>();
        for (int place = 0; place < _combinations.Length;)
        {
            // A fifth is use on the website, without a key. Low numbers are used more than high ones.
            bool hasKey = random.Next(5) > 0;
            int owner = Skewed(random, hasKey ? Keys : Users);
            int voice = ((owner * 37) + Skewed(random, VoicesOfOne)) % Voices;
            int model = (owner + Skewed(random, 4)) % Models.Length;
            int product = ((owner * 3) + Skewed(random, 3)) % Products.Length;
            int source = hasKey ? Skewed(random, 3) : 3;
            if (taken.Add((hasKey ? 1 : 0, owner, voice, model, product, source)))
            {
                int user = owner % Users;
                string[] values =
                [
                    Products[product], Models[model], hasKey ? keys[owner] : "", voices[voice], users[user],
                    string.Create(CultureInfo.InvariantCulture, $"team-{user % Groups}"), Sources[source], Regions[owner % Regions.Length],
                ];
                double use = random.NextDouble();
                double credits = Math.Exp(4 + (3 * random.NextDouble()));
                _combinations[place++] = new Combination(values, use * use, credits, 40_000 + (20_000 * model));
            }
        }
    }

    /// <summary>The names of the API keys by ID.</summary>
    public IReadOnlyDictionary<string, string> KeyNames { get; }

    /// <summary>The names of the users by ID.</summary>
    public IReadOnlyDictionary<string, string> UserNames { get; }

    /// <summary>A key of many records.</summary>
    public string FilteredKey { get; }

    /// <summary>A model that <see cref="FilteredKey"/> uses.</summary>
    public string FilteredModel { get; }

    /// <summary>The records of a day.</summary>
    public IEnumerable<MadeRecord> Of(DateOnly day)
    {
        int place = day.DayNumber - Year.Start.DayNumber;
        int wanted = (int)(((long)_count * (place + 1) / Year.Days) - ((long)_count * place / Year.Days));
        var random = new Random((_seed * 1000) + place);
        bool[] isUsed = [.. _combinations.Select(combination => random.NextDouble() < combination.Use)];
        int used = isUsed.Count(one => one);

        // The count is exact: the few too many or too few are corrected at random.
        while (used != wanted)
        {
            int other = random.Next(isUsed.Length);
            if (isUsed[other] == used > wanted)
            {
                isUsed[other] = !isUsed[other];
                used += isUsed[other] ? 1 : -1;
            }
        }

        for (int one = 0; one < isUsed.Length; one++)
        {
            if (isUsed[one])
            {
                Combination combination = _combinations[one];
                long credits = Math.Max(1, (long)(combination.Credits * (0.5 + random.NextDouble())));
                yield return new MadeRecord(combination.Values, credits, 1 + (credits / random.Next(100, 500)),
                    new decimal((credits * 1_050_000) + random.Next(1_000_000)) / 1_000_000_000m,
                    new decimal((credits * combination.Rate) + random.Next(1_000)) / 1_000_000_000m);
            }
        }
    }

    private static int Skewed(Random random, int count)
    {
        double even = random.NextDouble();
        return (int)(even * even * count);
    }

    private static string[] Ids(Random random, int count, int length, string letters) =>
        [.. Enumerable.Range(0, count).Select(_ => new string(random.GetItems<char>(letters, length)))];

    /// <summary>What is used together, time and again.</summary>
    /// <param name="Values">The dimension values.</param>
    /// <param name="Use">The share of days on which it is used.</param>
    /// <param name="Credits">The usual credits of a day.</param>
    /// <param name="Rate">The value of a credit in billionths of a dollar.</param>
    private sealed record Combination(string[] Values, double Use, double Credits, long Rate);
}
