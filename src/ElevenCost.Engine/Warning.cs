namespace ElevenCost.Engine;

/// <summary>Something that the user should know although the work went on. Immutable.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Message">What, and what to do about it. Never holds a key.</param>
/// <param name="Connection">The connection whose sync would fix it; null if none would.</param>
/// <param name="Days">The days whose sync would fix it; null if none would.</param>
public sealed record Warning(WarningKind Kind, string Message, string? Connection = null, DateRange? Days = null)
{
    /// <summary>The stable id, in Pascal case.</summary>
    public string Id => Kind.Id;

    /// <summary>What there is to know; never an API key, also where one was typed as a filter.</summary>
    public string Message { get; init; } = KeyText.Mask(Message);

    /// <summary>Whether figures lack something for it, and so are a lower bound: what <c>--strict</c> fails for.</summary>
    public bool MakesPartial { get; init; }
}
