using System.Globalization;

namespace ElevenCost;

/// <summary>The kind of a step of a sync job, in their order.</summary>
public enum SyncJobStepKind
{
    /// <summary>The sync of a connection.</summary>
    Sync,

    /// <summary>The check of a budget.</summary>
    Budget,

    /// <summary>An alert to a target.</summary>
    Alert,
}

/// <summary>How a sync job, or a step of it, ended.</summary>
public enum SyncJobState
{
    /// <summary>Everything is as it should be.</summary>
    Succeeded,

    /// <summary>It finished, and a budget, a day or an alert needs attention. Exit codes 1 and 2.</summary>
    NeedsAttention,

    /// <summary>It failed. Exit codes 64 and up.</summary>
    Failed,
}

/// <summary>One step of a sync job. Immutable.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The connection, the budget or the alert; empty for all of the kind.</param>
/// <param name="ExitCode">The exit code that it would have on its own.</param>
/// <param name="Message">What was done, or what failed.</param>
/// <param name="Remedy">The suggested fix. Null if there is none.</param>
/// <param name="ErrorId">The stable id of the failure; null if there was none.</param>
/// <param name="ErrorCategory">The kind of the failure; null if there was none.</param>
public sealed record SyncJobStep(
    SyncJobStepKind Kind, string Name, int ExitCode, string Message, string? Remedy = null, string? ErrorId = null, FailureCategory? ErrorCategory = null)
{
    /// <summary>How it ended.</summary>
    public SyncJobState State => SyncJobResult.StateOf(ExitCode);

    /// <summary>The kind, the name and the message, such as <c>Sync acme: 3 days</c>.</summary>
    public override string ToString() => Name.Length == 0 ? $"{Kind}: {Message}" : $"{Kind} {Name}: {Message}";
}

/// <summary>What a sync job did: sync, then budgets, then alerts. Immutable.</summary>
public sealed record SyncJobResult
{
    /// <summary>When it began, in UTC.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The exit code: the highest of its steps.</summary>
    public required int ExitCode { get; init; }

    /// <summary>How it ended.</summary>
    public SyncJobState State => StateOf(ExitCode);

    /// <summary>Its steps, in order.</summary>
    public required IReadOnlyList<SyncJobStep> Steps
    {
        get;
        init => field = new JoinedList<SyncJobStep>(value);
    }

    /// <summary>What failed or needs attention, joined by semicolons; null if nothing does.</summary>
    public string? Failed => Steps.Any(step => step.ExitCode != 0) ? string.Join("; ", Steps.Where(step => step.ExitCode != 0)) : null;

    /// <summary>When it began and how it ended; the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{StartedAt:yyyy-MM-dd HH:mm}: {State} ({ExitCode})");

    internal static SyncJobState StateOf(int exitCode) => exitCode switch
    {
        0 => SyncJobState.Succeeded,
        < 64 => SyncJobState.NeedsAttention,
        _ => SyncJobState.Failed,
    };
}
