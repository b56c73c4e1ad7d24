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

    /// <summary>An option that can't be.</summary>
    public const int Usage = 64;

    /// <summary>The API or the network is not available, or the state of a budget is unknown.</summary>
    public const int Unavailable = 69;

    /// <summary>A mistake of ElevenCost.</summary>
    public const int Unexpected = 70;

    /// <summary>The ledger or a file.</summary>
    public const int Ledger = 74;

    /// <summary>A key that is missing, rejected or without a permission.</summary>
    public const int Permission = 77;

    /// <summary>The configuration.</summary>
    public const int Configuration = 78;

    /// <summary>The exit code of a failure.</summary>
    public static int Of(FailureCategory category) => category switch
    {
        FailureCategory.Usage => Usage,
        FailureCategory.Unavailable => Unavailable,
        FailureCategory.Ledger or FailureCategory.File => Ledger,
        FailureCategory.Permission => Permission,
        FailureCategory.Configuration => Configuration,
        _ => Unexpected,
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
