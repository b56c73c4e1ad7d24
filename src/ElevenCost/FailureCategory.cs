namespace ElevenCost;

/// <summary>The category of a failure; each front maps it to its own words (an exit code, an error category).</summary>
public enum FailureCategory
{
    /// <summary>What the user wrote cannot be understood. Exit code 64.</summary>
    Usage,

    /// <summary>The API or the network is unavailable, or answers what cannot be used. Exit code 69.</summary>
    Unavailable,

    /// <summary>The ledger cannot be read or written. Exit code 74.</summary>
    Ledger,

    /// <summary>The key was rejected, or lacks a permission. Exit code 77.</summary>
    Permission,

    /// <summary>No such connection, or a configuration file that is not valid. Exit code 78.</summary>
    Configuration,

    /// <summary>A file that the user named cannot be written. Exit code 74.</summary>
    File,
}
