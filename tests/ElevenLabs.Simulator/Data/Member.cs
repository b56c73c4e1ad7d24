namespace ElevenLabs.Simulator;

/// <summary>A human member of the workspace.</summary>
public sealed record Member(string UserId, string Email, string FirstName, string SeatType, bool IsOwner, bool IsLocked);
