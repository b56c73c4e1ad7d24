namespace ElevenCost.Engine.Demo;

/// <summary>A believable workspace of a small agency: its usage is a pure function of the seed and the day. Immutable.</summary>
/// <remarks>Whole numbers and hashes alone, so that a seed and a day give the same rows on every platform and in every version.</remarks>
internal sealed class DemoWorkspace
{
    private const int NoiseSalt = 11;
    private const int RoundingSalt = 12;
    private const int SpikeSalt = 13;

    private const string Api = "api";
    private const string Site = "website";

    // What of a day's usage has come by the start of each hour, in thousandths: work begins at seven and ebbs away after six.
    private static readonly int[] SoFar =
        [0, 4, 8, 11, 14, 18, 24, 36, 66, 136, 226, 326, 416, 476, 556, 646, 736, 816, 876, 916, 941, 961, 978, 991, 1000];

    // By day of the week, Sunday first, in hundredths of an average day.
    private static readonly int[] Office = [28, 118, 132, 135, 127, 106, 34];
    private static readonly int[] Leisure = [140, 82, 80, 84, 92, 106, 136];

    private readonly int _seed;
    private readonly IReadOnlyList<DemoStream> _streams;

    /// <summary>Makes the workspace of a seed.</summary>
    public DemoWorkspace(int seed)
    {
        _seed = seed;
        Cast = new DemoCast(seed);
        _streams = Streams(Cast);
    }

    /// <summary>The first day with usage.</summary>
    public static DateOnly FirstDay { get; } = new(2025, 1, 1);

    /// <summary>Who and what it consists of.</summary>
    public DemoCast Cast { get; }

    /// <summary>The usage of a day, no two rows of the same dimensions; none before <see cref="FirstDay"/>.</summary>
    /// <param name="day">The day.</param>
    /// <param name="hours">How many of its hours have passed: 0 to 24.</param>
    public IEnumerable<DemoRow> RowsOn(DateOnly day, int hours = 24)
    {
        if (day < FirstDay)
        {
            yield break;
        }

        IEnumerable<DemoStream> campaigns = Cast.KeysWithin(day, day).Where(key => key.From is not null).Select(Campaign);
        foreach (DemoStream stream in _streams.Concat(campaigns))
        {
            foreach (int voice in stream.Voices)
            {
                long whole = UnitsOn(day, stream, voice);
                long units = whole * SoFar[hours] / 1000;
                if (units == 0)
                {
                    continue;
                }

                long requests = Math.Max(1, whole / stream.UnitsPerRequest * SoFar[hours] / 1000);
                yield return Row(day, stream, stream.Rate, voice, units, requests);
                if (stream.Companion is { } companion)
                {
                    yield return Row(day, stream, companion, voice, units, requests);
                }
            }
        }
    }

    /// <summary>The working day of a cycle on which one customer had everything made again.</summary>
    /// <remarks>Two of them are at most ninety days apart, so that the last ninety always show one.</remarks>
    public DateOnly SpikeOf(DemoCycle cycle)
    {
        DateOnly spike = cycle.First.AddDays(SplitMix.Between(39, 43, _seed, SpikeSalt, cycle.Number));
        return spike.DayOfWeek switch
        {
            DayOfWeek.Saturday => spike.AddDays(-1),
            DayOfWeek.Sunday => spike.AddDays(1),
            _ => spike,
        };
    }

    private static IReadOnlyList<DemoStream> Streams(DemoCast cast) =>
    [
        new(1, DemoRate.Multilingual, cast.Audiobooks, 0, [0, 1], Api, "us", DemoRhythm.Office, 430_000, 600) { HasSpike = true },
        new(2, DemoRate.Multilingual, cast.Learning, 3, [1, 5], Api, "us", DemoRhythm.Office, 210_000, 350),
        new(3, DemoRate.Flash, cast.GameLive, 2, [3, 4], Api, "us", DemoRhythm.Leisure, 480_000, 80),
        new(4, DemoRate.Flash, cast.GameTest, 2, [4], Api, "us", DemoRhythm.Office, 150_000, 60),
        new(5, DemoRate.V3, cast.Trailers, 1, [2], Api, "us", DemoRhythm.Office, 240_000, 400),
        new(6, DemoRate.Scribe, cast.Captions, 3, [0], Api, "us", DemoRhythm.Office, 520_000, 240),
        new(7, DemoRate.Agent, cast.Hotline, 4, [5], Api, "eu", DemoRhythm.Leisure, 140_000, 95) { Companion = DemoRate.AgentLanguageModel },
        new(8, DemoRate.V3, cast.Website, 1, [2], Site, "us", DemoRhythm.Office, 160_000, 450),
        new(9, DemoRate.Multilingual, cast.Website, 0, [0], Site, "us", DemoRhythm.Office, 90_000, 500),
        new(10, DemoRate.SoundEffect, cast.Website, 1, [0], Site, "us", DemoRhythm.Office, 700, 1),
        new(11, DemoRate.Music, cast.Website, 0, [0], Site, "us", DemoRhythm.Office, 14_000, 30),
        new(12, DemoRate.VoiceChanger, cast.Website, 4, [3], Site, "us", DemoRhythm.Office, 7_000, 20),
    ];

    private static DemoStream Campaign(DemoKey key) =>
        new(13, DemoRate.Flash, key, 4, [3], Api, "us", DemoRhythm.Leisure, 520_000, 120);

    private DemoRow Row(DateOnly day, DemoStream stream, DemoRate rate, int voice, long units, long requests)
    {
        long credits = units * rate.MilliCreditsPerUnit / 1000;
        return new DemoRow
        {
            Day = day,
            Product = rate.Product,
            Model = rate.Model,
            ApiKeyId = stream.Key.Hash,
            Voice = rate.HasVoice ? Cast.Voices[voice] : "",
            User = Cast.Users[stream.User].Id,
            Source = stream.Source,
            Region = stream.Region,
            Credits = credits,
            Requests = requests,
            Minutes = units * 100 / rate.UnitsPerMinute / 100m,
            Cost = ((credits * rate.MicroDollarsPerCredit) + (units * rate.MicroDollarsPerUnit)) / 1_000_000m,
            Characters = rate.Product == DemoRate.TextToSpeech ? units : 0,
        };
    }

    private long UnitsOn(DateOnly day, DemoStream stream, int voice)
    {
        int[] week = stream.Rhythm == DemoRhythm.Office ? Office : Leisure;
        long milli = stream.MilliUnits * week[(int)day.DayOfWeek] / 100 * Growth(day) / 1000;
        milli = milli * SplitMix.Between(65, 135, _seed, NoiseSalt, stream.Number, voice, day.DayNumber) / 100;
        if (stream.HasSpike && day == SpikeOf(DemoCycle.Of(day)))
        {
            milli *= 6;
        }

        // Rounded up or down by chance, so that what happens less than once a day still happens.
        return (milli + SplitMix.Between(0, 999, _seed, RoundingSalt, stream.Number, voice, day.DayNumber)) / 1000;
    }

    /// <summary>How far the agency has grown, in thousandths: fast for two years, then slowly, and no further after ten.</summary>
    private static long Growth(DateOnly day)
    {
        int days = day.DayNumber - FirstDay.DayNumber;
        return 470 + (Math.Min(days, 730) * 310 / 730) + (Math.Clamp(days - 730, 0, 2920) / 30);
    }
}
