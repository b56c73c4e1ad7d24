namespace ElevenCost.Engine.Tests.Support;

/// <summary>Tests that measure the memory of this process: nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
