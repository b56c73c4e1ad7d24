namespace ElevenCost.Engine.Api;

/// <summary>Whose usage the analytics tell of: what tells two workspaces, and two pools of credits, apart. Immutable.</summary>
/// <param name="Workspaces">The workspaces of the usage; empty where it is not known.</param>
/// <param name="BillingGroups">The groups of workspaces that are billed together; empty where it is not known, or there are none.</param>
public sealed record BillingIdentity(IReadOnlyList<string> Workspaces, IReadOnlyList<string> BillingGroups);
