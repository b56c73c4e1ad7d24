namespace ElevenLabs.Simulator;

/// <summary>A service account: a user that holds keys and is no person.</summary>
public sealed record ServiceAccount(string UserId, string Name, long CreatedAtUnix);
