using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>One commit of recorded work.</summary>
/// <param name="Point">How many operations there were when it had returned.</param>
/// <param name="State">What the ledger held then.</param>
/// <param name="Repeat">Does the same work on another ledger.</param>
internal sealed record RecordedCommit(int Point, string State, Func<RelationalLedger, Task> Repeat);
