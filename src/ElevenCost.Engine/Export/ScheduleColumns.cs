namespace ElevenCost.Engine.Export;

/// <summary>The columns of schedules, of what they need and of runs: the same names, in the same order, in CSV and JSON.</summary>
public static class ScheduleColumns
{
    /// <summary>Schedules.</summary>
    public static IReadOnlyList<ExportColumn<SyncSchedule>> Schedules { get; } =
    [
        new("Name", row => ExportValue.Of(row.Name)),
        new("Frequency", row => ExportValue.OfName<ScheduleFrequency>(row.Frequency)),
        new("At", row => ExportValue.Of(row.At)),
        new("TimeZone", row => ExportValue.Of(row.TimeZone)),
        new("Scheduler", row => ExportValue.OfName<SyncScheduler>(row.Scheduler)),
        new("State", row => ExportValue.OfName<SyncScheduleState>(row.State)),
        new("LastRunAt", row => ExportValue.OfInstant(row.LastRunAt)),
        new("LastDuration", row => row.LastDuration is { } duration ? ExportValue.OfDuration(duration) : default),
        new("LastExitCode", row => ExportValue.Of((long?)row.LastExitCode)),
        new("LastSuccessAt", row => ExportValue.OfInstant(row.LastSuccessAt)),
        new("Failed", row => ExportValue.Of(row.Failed)),
        new("NextRunAt", row => ExportValue.OfInstant(row.NextRunAt)),
        new("Message", row => ExportValue.Of(row.Message)),
        new("Connections", row => ExportValue.Of(row.Connections)),
        new("TimeLimit", row => ExportValue.OfDuration(row.TimeLimit)),
        new("EnvironmentFile", row => ExportValue.Of(row.EnvironmentFile)),
        new("Command", row => ExportValue.Of(row.Command)),
        new("LogPath", row => ExportValue.Of(row.LogPath)),
        new("RegisteredAt", row => ExportValue.OfInstant(row.RegisteredAt)),
    ];

    /// <summary>What a schedule needs.</summary>
    public static IReadOnlyList<ExportColumn<ScheduleCheck>> Checks { get; } =
    [
        new("Name", row => ExportValue.Of(row.Name)),
        new("Target", row => ExportValue.Of(row.Target)),
        new("Passed", row => ExportValue.Of(row.Passed)),
        new("Message", row => ExportValue.Of(row.Message)),
        new("Remedy", row => ExportValue.Of(row.Remedy)),
        new("ErrorId", row => ExportValue.Of(row.ErrorId)),
        new("ErrorCategory", row => ExportValue.OfName<FailureCategory>(row.ErrorCategory)),
    ];

    /// <summary>The steps of a run.</summary>
    public static IReadOnlyList<ExportColumn<SyncJobStep>> Steps { get; } =
    [
        new("Kind", row => ExportValue.OfName<SyncJobStepKind>(row.Kind)),
        new("Name", row => ExportValue.Of(row.Name)),
        new("State", row => ExportValue.OfName<SyncJobState>(row.State)),
        new("ExitCode", row => ExportValue.Of((long?)row.ExitCode)),
        new("Message", row => ExportValue.Of(row.Message)),
        new("Remedy", row => ExportValue.Of(row.Remedy)),
        new("ErrorId", row => ExportValue.Of(row.ErrorId)),
        new("ErrorCategory", row => ExportValue.OfName<FailureCategory>(row.ErrorCategory)),
    ];
}
