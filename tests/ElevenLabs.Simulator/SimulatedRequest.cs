namespace ElevenLabs.Simulator;

/// <summary>One request the server received.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Decoded path.</param>
/// <param name="Query">Query string as sent, without the question mark.</param>
/// <param name="Body">Body text, empty when there was none.</param>
/// <param name="HasApiKey">Whether an xi-api-key header was sent.</param>
/// <param name="At">When it arrived, by the server's clock.</param>
/// <param name="Status">The status answered; 0 when no answer was sent.</param>
public sealed record SimulatedRequest(
    string Method, string Path, string Query, string Body, bool HasApiKey, DateTimeOffset At, int Status);
