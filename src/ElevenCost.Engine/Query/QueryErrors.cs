namespace ElevenCost.Engine.Query;

/// <summary>The errors of questions: id, text and remedy of each in one place.</summary>
internal static class QueryErrors
{
    internal static readonly ErrorKind DimensionNotByHour = new(FailureCategory.Usage,
        "Hours are not attributed to cost centers.",
        "Use days, or group and filter by other dimensions.");

    internal static readonly ErrorKind HoursNotReadable = new(FailureCategory.Permission,
        "Hours are read live from the workspace analytics, which the key may not read.",
        "Give the key the permission `workspace_analytics_full_read`, or use days.",
        FailureNature.NotPermitted);

    public static ElevenCostException HoursRefused(string connection, ElevenCostException cause) => new(HoursNotReadable,
        $"Hours are read live from the workspace analytics, which the key of '{connection}' may not read. {cause.Message}",
        cause.Remedy ?? "Give the key the permission workspace_analytics_full_read, or use days.", cause);

    public static ElevenCostException HoursNotAttributed() => new(DimensionNotByHour,
        "Hours are not attributed to cost centers.", "Use days, or group and filter by other dimensions.");
}
