namespace ElevenLabs.Simulator;

/// <summary>Usage of one local day and one combination of values, in the order the columns were asked for.</summary>
public sealed record TruthRow(
    DateOnly Date, IReadOnlyList<string?> Values, long Credits, long Requests, decimal Minutes, decimal? Cost);
