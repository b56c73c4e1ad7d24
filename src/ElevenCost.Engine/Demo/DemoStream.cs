namespace ElevenCost.Engine.Demo;

/// <summary>How usage spreads over a week.</summary>
internal enum DemoRhythm
{
    /// <summary>Busy from Monday to Friday, quiet at the weekend.</summary>
    Office,

    /// <summary>Busiest at the weekend.</summary>
    Leisure,
}

/// <summary>One steady use of the demo workspace: a customer's product, or what somebody does on the website. Immutable.</summary>
/// <param name="Number">Identifies the stream in the random numbers; never reused for another stream.</param>
/// <param name="Rate">What it uses.</param>
/// <param name="Key">The key it comes with.</param>
/// <param name="User">The index of the user whose it is.</param>
/// <param name="Voices">The indices of the voices that speak; a single one, not used, where none does.</param>
/// <param name="Source">Where its requests come from.</param>
/// <param name="Region">The region that serves them.</param>
/// <param name="Rhythm">How it spreads over the week.</param>
/// <param name="MilliUnits">Thousandths of a unit on an average day for each voice, at a growth of 1000.</param>
/// <param name="UnitsPerRequest">How many units a request has.</param>
internal sealed record DemoStream(
    int Number,
    DemoRate Rate,
    DemoKey Key,
    int User,
    IReadOnlyList<int> Voices,
    string Source,
    string Region,
    DemoRhythm Rhythm,
    long MilliUnits,
    int UnitsPerRequest)
{
    /// <summary>What is used along with it, unit for unit; null if nothing is.</summary>
    public DemoRate? Companion { get; init; }

    /// <summary>Whether the spike of a cycle is its.</summary>
    public bool HasSpike { get; init; }
}
