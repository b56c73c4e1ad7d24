namespace ElevenLabs.Simulator;

/// <summary>Usage of one local day. The cost is null when nothing of the day has one.</summary>
public sealed record DailyTotal(DateOnly Date, long Credits, long Requests, decimal Minutes, decimal? Cost);
