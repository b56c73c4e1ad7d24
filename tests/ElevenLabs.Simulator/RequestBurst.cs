namespace ElevenLabs.Simulator;

/// <summary>Many requests of one instant.</summary>
/// <param name="At">The instant, to the millisecond.</param>
/// <param name="Count">How many.</param>
public sealed record RequestBurst(DateTimeOffset At, int Count);
