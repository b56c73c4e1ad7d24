namespace ElevenCost.Fuzz;

/// <summary>An input was read, and the result is not sane.</summary>
public sealed class FuzzFindingException : Exception
{
    /// <summary>Makes one without a text.</summary>
    public FuzzFindingException()
    {
    }

    /// <summary>Makes one.</summary>
    public FuzzFindingException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a cause.</summary>
    public FuzzFindingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether it is the time alone that is not sane, which a busy machine can cause.</summary>
    public bool IsSlow { get; init; }
}
