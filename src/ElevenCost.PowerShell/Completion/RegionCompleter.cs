using System.Collections;

namespace ElevenCost.PowerShell.Completion;

/// <summary>Completes ElevenLabs' regions.</summary>
public sealed class RegionCompleter : ElevenCostCompleter
{
    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound) =>
        Engine.Connections.Regions.Names.Select(name => (name, Engine.Connections.Regions.BaseUriOf(name).Host));
}
