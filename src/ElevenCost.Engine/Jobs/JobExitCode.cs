namespace ElevenCost.Engine.Jobs;

/// <summary>
/// The exit codes of a job's steps, as those of the command line's commands. The highest of a job counts: 78 configuration, 77 key or permission, 74 ledger or
/// file, 70 internal error, 69 API or network unavailable or a budget unknown, 64 usage, 2 a budget is over, 1 something needs attention, 0 done.
/// </summary>
public static class JobExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Days do not add up, a budget is at risk, or an alert was not delivered.</summary>
    public const int CheckFailed = 1;

    /// <summary>A budget is over.</summary>
    public const int BudgetOver = 2;

    /// <summary>The state of a budget is unknown.</summary>
    public const int Unavailable = 69;

    /// <summary>The exit code of a failure.</summary>
    public static int Of(FailureCategory category) => category switch
    {
        FailureCategory.Usage => 64,
        FailureCategory.Unavailable => Unavailable,
        FailureCategory.Ledger or FailureCategory.File => 74,
        FailureCategory.Permission => 77,
        FailureCategory.Configuration => 78,
        _ => 70,
    };

    /// <summary>The exit code of a sync.</summary>
    public static int Of(SyncResult result) => result.ErrorCategory is { } category ? Of(category) : result.Succeeded ? Done : CheckFailed;

    /// <summary>The exit code of a budget.</summary>
    public static int Of(BudgetState state) => state switch
    {
        BudgetState.Over => BudgetOver,
        BudgetState.Unknown => Unavailable,
        BudgetState.AtRisk => CheckFailed,
        _ => Done,
    };
}
