namespace ElevenLabs.Simulator;

/// <summary>Makes the usage of a UTC day; a pure function of the workspace, the day and the restatements in effect.</summary>
internal sealed class UsageGenerator(Workspace workspace)
{
    // Hours of the day weighted towards office hours.
    private static readonly int[] Hours = [0, 2, 5, 6, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10, 10, 11, 11, 12, 13, 13, 14, 14, 14, 15, 15, 16, 16, 17, 18, 19, 20, 21, 22, 23, 23];

    public Workspace Workspace { get; } = workspace;

    /// <summary>Fills <paramref name="events"/> with the day's events that happened before <paramref name="now"/> (Unix seconds).</summary>
    public void Fill(int day, long now, Adjustments adjustments, List<UsageEvent> events)
    {
        events.Clear();
        if (day < Epoch.DayOf(Workspace.FirstDay) || day * 86_400L >= now || adjustments.IsForgotten(day))
        {
            return;
        }

        DayOfWeek weekday = Epoch.DateOf(day).DayOfWeek;
        bool weekend = weekday is DayOfWeek.Saturday or DayOfWeek.Sunday;

        // The two factors average to one over a week.
        double presence = (weekend ? 0.4 : 1.0) * 7 / 5.8;

        // Growth of about a quarter a year, anchored to a date and not to the start of the server.
        double volume = (weekend ? 0.6 : 1.0) * Math.Max(0.2, 1 + 0.0007 * (day - 20_089));
        decimal factor = adjustments.FactorOf(day);
        UsageStream[] streams = Workspace.Streams;
        for (int i = 0; i < streams.Length; i++)
        {
            UsageStream stream = streams[i];
            if (day < stream.FirstDay || day > stream.LastDay)
            {
                continue;
            }

            ulong hash = Mix.Of(stream.Seed, day);
            if (Mix.Unit(hash) >= stream.Activity * presence)
            {
                continue;
            }

            int count = 1 + Mix.Below(Mix.Of(hash, 1), 3);
            for (int e = 0; e < count; e++)
            {
                UsageEvent made = Make(stream, i, day, Mix.Of(hash, 2, e), volume, factor);
                if (made.Second < now && adjustments.IsVisible(made.Second, now, hash + (ulong)e))
                {
                    events.Add(made);
                }
            }
        }
    }

    private static UsageEvent Make(UsageStream stream, int index, int day, ulong hash, double volume, decimal factor)
    {
        ulong draw = Mix.Of(hash);
        UsageEvent made = default;
        made.Stream = index;
        made.Second = day * 86_400L + Hours[Mix.Below(draw, Hours.Length)] * 3600L + (long)((draw >> 32) % 3600);

        // Seen live: rows without usage and with a null cost.
        if (draw % 67 == 0)
        {
            return made;
        }

        double size = stream.Scale * volume * (0.25 + 1.5 * Mix.Unit(Mix.Of(draw, 1)));
        Product product = stream.Product;
        made.Requests = 1 + Mix.Below(Mix.Of(draw, 2), 1 + (int)Math.Min(200, size / 60));
        made.Concurrency = 1 + made.Requests / 12;
        if (product.HasCredits)
        {
            made.Credits = Math.Max(1, (long)size);
            made.Minutes = (long)(made.Credits * product.MinutesPerThousandCredits * 10 * (0.8 + 0.4 * Mix.Unit(Mix.Of(draw, 3))));
            made.Cost = made.Credits * stream.NanoPerCredit;
        }
        else
        {
            made.Cost = made.Requests * stream.NanoPerCredit;
        }

        made.Charges = made.Requests * 531L + (long)(draw % 97);
        if (product.Label == "TTS")
        {
            // Flash and turbo cost half a credit a character, and the website rounds: characters never explain credits exactly.
            bool half = stream.Values[Dimension.Model] is "eleven_flash_v2_5" or "eleven_turbo_v2_5";
            made.Characters = made.Credits * (half ? 2 : 1) + (long)(draw % 3);
            made.FirstByte = 75_000 + (int)(Mix.Of(draw, 4) % 400_000);
        }

        if (factor != 1)
        {
            made.Credits = (long)decimal.Round(made.Credits * factor);
            made.Minutes = (long)decimal.Round(made.Minutes * factor);
            made.Cost = (long)decimal.Round(made.Cost.GetValueOrDefault() * factor);
        }

        return made;
    }
}
