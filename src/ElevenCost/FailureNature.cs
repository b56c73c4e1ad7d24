namespace ElevenCost;

/// <summary>What a failure is like, beyond its category: for a front that has a word of its own for it, such as PowerShell's error categories.</summary>
public enum FailureNature
{
    /// <summary>What its category says.</summary>
    General,

    /// <summary>Something that was named is absent.</summary>
    NotFound,

    /// <summary>A module that is needed is not installed.</summary>
    NotInstalled,

    /// <summary>What is needed exists and may not be used.</summary>
    NotPermitted,

    /// <summary>It took too long.</summary>
    Timeout,

    /// <summary>A limit of the account or of the rate of requests is reached.</summary>
    LimitExceeded,

    /// <summary>Another process has it.</summary>
    Busy,

    /// <summary>An answer came that cannot be right.</summary>
    ResultNotValid,

    /// <summary>Something is there that would be overwritten.</summary>
    AlreadyThere,
}
