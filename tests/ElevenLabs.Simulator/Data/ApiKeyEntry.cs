namespace ElevenLabs.Simulator;

/// <summary>An API key of the workspace.</summary>
/// <param name="Secret">The key itself, <c>sk_</c> and 48 hex digits.</param>
/// <param name="Name">Its name; two keys may share one.</param>
/// <param name="KeyId">Its ID, 64 hex digits, which is no key.</param>
/// <param name="Hash">What the analytics call hashed_xi_api_key.</param>
/// <param name="UserId">The user or service account that holds it.</param>
/// <param name="ServiceAccountId">The service account, or null when a person holds it.</param>
/// <param name="FirstDay">The day it was created.</param>
/// <param name="LastDay">The last day it was used.</param>
/// <param name="IsDisabled">Whether it is disabled in the listing.</param>
public sealed record ApiKeyEntry(
    string Secret, string Name, string KeyId, string Hash, string UserId, string? ServiceAccountId,
    DateOnly FirstDay, DateOnly LastDay, bool IsDisabled);
