namespace ElevenCost;

/// <summary>A failure that a user or a server can cause: what happened, and what to do about it. Its text never holds a key, and is fit for a terminal whatever a name in it holds.</summary>
public class ElevenCostException : Exception
{
    /// <summary>Creates a failure.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="message">What happened, naming the input.</param>
    /// <param name="remedy">What to do; null if nothing can be done.</param>
    /// <param name="innerException">The cause, if any.</param>
    public ElevenCostException(ErrorKind kind, string message, string? remedy = null, Exception? innerException = null)
        : base(Text(message), innerException)
    {
        Kind = kind;
        Remedy = remedy is null ? null : Text(remedy);
    }

    /// <summary>The kind.</summary>
    public ErrorKind Kind { get; }

    /// <summary>The stable id, the same in every version and culture.</summary>
    public string ErrorId => Kind.Id;

    /// <summary>The category.</summary>
    public FailureCategory Category => Kind.Category;

    /// <summary>What to do about it; null if nothing can be done.</summary>
    public string? Remedy { get; }

    private static string Text(string text) => SafeText.Escape(KeyText.Mask(text), keepLines: true);
}
