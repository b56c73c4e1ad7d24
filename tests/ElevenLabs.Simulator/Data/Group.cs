namespace ElevenLabs.Simulator;

/// <summary>A workspace group with the user ids of its members.</summary>
public sealed record Group(string Id, string Name, IReadOnlyList<string> Members);
