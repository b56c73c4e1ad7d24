namespace ElevenCost;

/// <summary>One thing that a scheduled sync needs, tested as its account, without profile and terminal. Immutable.</summary>
/// <param name="Name">What was tested: <c>Start</c>, <c>Scheduler</c>, <c>Ledger</c>, <c>Key</c>, <c>Api</c>, <c>Alert</c> or <c>Log</c>.</param>
/// <param name="Target">The connection, the alert, the file or the program.</param>
/// <param name="Passed">Whether it works.</param>
/// <param name="Message">The cause.</param>
/// <param name="Remedy">What to do, with the commands; null if it passed.</param>
/// <param name="ErrorId">The stable id of the failure; null if it passed.</param>
/// <param name="ErrorCategory">The kind of the failure; null if it passed.</param>
public sealed record ScheduleCheck(
    string Name, string Target, bool Passed, string Message, string? Remedy = null, string? ErrorId = null, FailureCategory? ErrorCategory = null)
{
    /// <summary>The name and the target, and whether it passed if it did not, such as <c>Key acme (failed)</c>.</summary>
    public override string ToString() => $"{Name} {Target}".TrimEnd() + (Passed ? "" : " (failed)");
}
