namespace ElevenLabs.Simulator;

/// <summary>Usage of one stream in one second. Integers only, so that sums do not depend on their order.</summary>
internal struct UsageEvent
{
    /// <summary>Index of the stream.</summary>
    public int Stream;

    /// <summary>Unix seconds.</summary>
    public long Second;

    public long Credits;

    /// <summary>Requests; 0 on the rows seen live that carry no usage.</summary>
    public int Requests;

    /// <summary>Minutes in units of 1e-4.</summary>
    public long Minutes;

    /// <summary>Cost in units of 1e-9; null on rows without usage.</summary>
    public long? Cost;

    /// <summary>Charges in units of 1e-3.</summary>
    public long Charges;

    /// <summary>Characters of text to speech, which are not credits.</summary>
    public long Characters;

    /// <summary>Time to first byte in microseconds, 0 where the product has none.</summary>
    public int FirstByte;

    /// <summary>Requests running at once.</summary>
    public int Concurrency;
}
