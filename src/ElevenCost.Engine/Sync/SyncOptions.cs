namespace ElevenCost.Engine.Sync;

/// <summary>What to sync. Immutable.</summary>
public sealed record SyncOptions
{
    /// <summary>The first day; null for the earliest day that is stored, or <see cref="Days"/> before today, whichever is earlier.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, included; null for today. Days after today are left out.</summary>
    public DateOnly? To { get; init; }

    /// <summary>How many days to go back, today included, where <see cref="From"/> is null: 1 to 3,660; null for 92, or the earliest kept day where that is earlier.</summary>
    public int? Days { get; init; }

    /// <summary>How many days after its end a day is read once more before it is final: 0 to 60, 3 by default.</summary>
    public int Lookback { get; init; } = 3;

    /// <summary>Whether to read final days again too.</summary>
    public bool Force { get; init; }

    /// <summary>How long the sync of one connection may take before it fails with what it has read so far kept. 4 hours by default.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Whether days that had usage and of which ElevenLabs now reports none lose their figures; otherwise they keep them and are suspect.</summary>
    public bool AcceptLoss { get; init; }
}

/// <summary>How far a sync has come.</summary>
/// <param name="Connection">The connection's name.</param>
/// <param name="DaysDone">Days that were read, or have failed.</param>
/// <param name="DaysTotal">Days to read; 0 if that is not known yet.</param>
/// <param name="Records">Records read so far.</param>
/// <param name="Activity">What is being done, for a person.</param>
public sealed record SyncProgress(string Connection, int DaysDone, int DaysTotal, long Records, string Activity)
{
    /// <summary>The progress in words, such as "46 of 92 days, 12,345 records, usage"; the activity alone if the number of days is not known yet.</summary>
    /// <param name="culture">How numbers are written.</param>
    public string Describe(IFormatProvider culture) => DaysTotal == 0 ? Activity
        : string.Create(culture, $"{DaysDone:N0} of {DaysTotal:N0} days, {Records:N0} records, {Activity}");
}
