using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Sync;

/// <summary>How far this machine's clock is from ElevenLabs'.</summary>
internal static class ClockDifference
{
    /// <summary>Up to here it is the second's rounding, a slow answer, or a clock of the usual accuracy.</summary>
    public static readonly TimeSpan Tolerance = DayReplacement.ClockTolerance;

    /// <summary>The offset that counts: zero where it is unknown or within the tolerance.</summary>
    public static TimeSpan Of(TimeSpan? offset) => offset is { } known && known.Duration() > Tolerance ? known : TimeSpan.Zero;

    /// <summary>The warning about an offset that counts.</summary>
    public static Warning Warn(TimeSpan offset) => new Warning(SyncWarnings.ClockDiffers,
        $"This machine's clock is {Format(offset.Duration())} {(offset < TimeSpan.Zero ? "ahead of" : "behind")} ElevenLabs' clock. "
        + "ElevenCost used ElevenLabs' time for this sync. Set the clock of this machine: other commands use it to decide which day is today.");

    private static string Format(TimeSpan difference) => difference switch
    {
        { TotalDays: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{difference.TotalDays:0.#} days"),
        { TotalHours: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{difference.TotalHours:0.#} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{difference.TotalMinutes:0} minutes"),
    };
}
