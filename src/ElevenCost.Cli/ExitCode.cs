namespace ElevenCost.Cli;

/// <summary>What a command ends with; 64 and up are those of sysexits.h.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Done, but a check failed, or data is partial where that was to be told.</summary>
    public const int CheckFailed = 1;

    /// <summary>A budget is passed.</summary>
    public const int BudgetOver = 2;

    public const int Usage = 64;
    public const int Unavailable = 69;
    public const int Unexpected = 70;
    public const int Ledger = 74;
    public const int Permission = 77;
    public const int Configuration = 78;
    public const int Cancelled = 130;

    /// <summary>The text about them in the help.</summary>
    public const string Help =
        "0 done; 1 done, but a check failed, a budget is at risk, an alert was not delivered, or data is partial where --strict asked; 2 a budget is passed; 64 usage; 69 API or network unavailable; "
        + "70 a mistake of elevencost; 74 ledger, or the output cannot be written; 77 key missing, refused or without a permission; 78 no such connection or bad configuration; "
        + "130 cancelled. Of several connections the highest code counts.";

    public static int Of(FailureCategory category) => category switch
    {
        FailureCategory.Usage => Usage,
        FailureCategory.Unavailable => Unavailable,
        FailureCategory.Ledger => Ledger,
        FailureCategory.Permission => Permission,
        FailureCategory.Configuration => Configuration,
        FailureCategory.File => Ledger,
        _ => Unexpected,
    };
}
