using ElevenCost.Engine.Jobs;

namespace ElevenCost.Cli;

/// <summary>Exit codes; 64 and up are those of sysexits.h.</summary>
internal static class ExitCode
{
    public const int Done = JobExitCode.Done;

    /// <summary>A check failed, or data is partial with --strict.</summary>
    public const int CheckFailed = JobExitCode.CheckFailed;

    /// <summary>A budget is passed.</summary>
    public const int BudgetOver = JobExitCode.BudgetOver;

    public const int Usage = JobExitCode.Usage;
    public const int Unavailable = JobExitCode.Unavailable;
    public const int Unexpected = JobExitCode.Unexpected;
    public const int Ledger = JobExitCode.Ledger;
    public const int Permission = JobExitCode.Permission;
    public const int Configuration = JobExitCode.Configuration;
    public const int Cancelled = 130;

    /// <summary>The text about them in the help.</summary>
    public const string Help =
        "0 success; 1 a check failed, a budget is at risk, an alert was not delivered, or data is partial with --strict; 2 a budget is over; 64 usage; 69 API or network unavailable; "
        + "70 internal error; 74 ledger, or the output cannot be written; 77 key missing, rejected or without a permission; 78 no such connection or invalid configuration; "
        + "130 cancelled. Of several connections the highest code counts.";

    public static int Of(FailureCategory category) => JobExitCode.Of(category);
}
