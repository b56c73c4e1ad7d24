namespace ElevenCost;

/// <summary>The kind of a failure; each front maps it to its own words (an exit code, an error category).</summary>
public enum FailureCategory
{
    /// <summary>What the user wrote cannot be understood. Exit code 64.</summary>
    Usage,

    /// <summary>The API or the network is unavailable, or answers what cannot be used. Exit code 69.</summary>
    Unavailable,

    /// <summary>The ledger cannot be read or written. Exit code 74.</summary>
    Ledger,

    /// <summary>The key was refused, or lacks a permission. Exit code 77.</summary>
    Permission,

    /// <summary>No such connection, or a configuration file that is not valid. Exit code 78.</summary>
    Configuration,
}

/// <summary>A failure that a user or a server can cause: what happened, and what to do about it. Its text never holds a key.</summary>
public class ElevenCostException : Exception
{
    /// <summary>Creates a failure.</summary>
    /// <param name="errorId">The stable id, in Pascal case, such as <c>ConnectionNotFound</c>.</param>
    /// <param name="category">The kind of the failure.</param>
    /// <param name="message">What happened, naming the input.</param>
    /// <param name="remedy">What to do; null where nothing can be done.</param>
    /// <param name="innerException">The cause, if any.</param>
    public ElevenCostException(
        string errorId, FailureCategory category, string message, string? remedy = null, Exception? innerException = null)
        : base(KeyText.Mask(message), innerException)
    {
        ErrorId = errorId;
        Category = category;
        Remedy = remedy is null ? null : KeyText.Mask(remedy);
    }

    /// <summary>The stable id, the same in every version and culture.</summary>
    public string ErrorId { get; }

    /// <summary>The kind of the failure.</summary>
    public FailureCategory Category { get; }

    /// <summary>What to do about it; null where nothing can be done.</summary>
    public string? Remedy { get; }
}
