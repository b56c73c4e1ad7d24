using System.Globalization;

namespace ElevenCost;

/// <summary>A day whose numbers differ from those that were stored. Never silent. Immutable.</summary>
/// <param name="Date">The day in the connection's zone: midnight of kind <see cref="DateTimeKind.Unspecified"/>.</param>
/// <param name="WasFinal">Whether the day had been final.</param>
/// <param name="OldCredits">Credits as stored before.</param>
/// <param name="NewCredits">Credits as read now.</param>
/// <param name="OldCost">Consumed value as stored before; null if it was not known.</param>
/// <param name="NewCost">Consumed value as read now; null if unknown.</param>
public sealed record Restatement(
    DateTime Date, bool WasFinal, long OldCredits, long NewCredits, decimal? OldCost, decimal? NewCost)
{
    /// <summary>The day and its credits before and now, such as <c>2026-11-03: 1200 -> 1250 credits</c>; the same in every culture.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd}: {OldCredits} -> {NewCredits} credits");
}

/// <summary>What one sync of one connection did. Immutable.</summary>
public sealed record SyncResult
{
    /// <summary>The connection's name.</summary>
    public required string Connection { get; init; }

    /// <summary>Whether every day asked for was read and adds up.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>The first day of the range, in the connection's zone.</summary>
    public required DateTime From { get; init; }

    /// <summary>The last day of the range, included, in the connection's zone.</summary>
    public required DateTime To { get; init; }

    /// <summary>How many days were asked for; 0 where the ledger was up to date.</summary>
    public required int DaysAsked { get; init; }

    /// <summary>How many days were read and kept.</summary>
    public required int DaysSynced { get; init; }

    /// <summary>How many days were read and do not add up. Days that a failure kept from being read are in neither count.</summary>
    public required int DaysFailed { get; init; }

    /// <summary>How many days had usage and are reported without any now: they keep their figures, unless their loss is accepted.</summary>
    public int DaysSuspect { get; init; }

    /// <summary>How many usage records the days that were read hold.</summary>
    public required long Records { get; init; }

    /// <summary>Credits of the days that were read.</summary>
    public required long Credits { get; init; }

    /// <summary>Days that had ended when they were last read and differ now.</summary>
    public required IReadOnlyList<Restatement> Restatements
    {
        get;
        init => field = new JoinedList<Restatement>(value);
    }

    /// <summary>Where the usage came from: <c>Analytics</c>, <c>UsageStatistics</c> (deprecated endpoint), or both; null if none was read.</summary>
    public string? Source { get; init; }

    /// <summary>What the user should know although the sync went on.</summary>
    public required IReadOnlyList<string> Warnings
    {
        get;
        init => field = new JoinedList<string>(value);
    }

    /// <summary>Values in the API's answers that this version does not know, with their count, such as <c>column total_tax x4</c>; tolerated.</summary>
    public IReadOnlyList<string> Unknowns
    {
        get;
        init => field = new JoinedList<string>(value);
    } = new JoinedList<string>([]);

    /// <summary>
    /// What the key could not list, such as <c>Groups</c> or <c>Members</c>: the names of capabilities, empty where it could list all; null if
    /// the sync did not come to it. It is warned of once, when the connection is made or by the first sync that meets it.
    /// </summary>
    public IReadOnlyList<string>? NotListed
    {
        get;
        init => field = value is null ? null : new JoinedList<string>(value);
    }

    /// <summary>The stable id of the failure that ended the sync; null if none did.</summary>
    public string? ErrorId { get; init; }

    /// <summary>What happened; null if nothing failed.</summary>
    public string? Error { get; init; }

    /// <summary>The suggested fix. Null if there is none.</summary>
    public string? Remedy { get; init; }

    /// <summary>The kind of the failure; null if none ended the sync.</summary>
    public FailureCategory? ErrorCategory { get; init; }

    /// <summary>When the sync began, in UTC.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How many HTTP requests were sent, retries included.</summary>
    public required int Requests { get; init; }

    /// <summary>The connection and its days; the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Connection}: {From:yyyy-MM-dd}..{To:yyyy-MM-dd} {(Succeeded ? "synced" : "failed")}");
}
