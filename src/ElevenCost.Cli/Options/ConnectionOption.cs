using System.CommandLine;
using ElevenCost.Engine.Connections;

namespace ElevenCost.Cli.Options;

/// <summary>The option <c>--connection</c>.</summary>
internal sealed class ConnectionOption
{
    private readonly Option<string[]> _option;
    private readonly bool _allByDefault;

    public ConnectionOption(Command command, bool allByDefault = false)
    {
        _allByDefault = allByDefault;
        _option = ParsedOption.Patterns("--connection", "Names or wildcards of connections, such as acme or 'acme-*'; repeat it for more. Default: "
            + (allByDefault ? "every connection." : "the default connection, the first one made."));
        command.Add(_option);
    }

    public IReadOnlyList<Connection> Read(ParseResult parsed, IConnectionSource store)
    {
        string[] patterns = parsed.GetValue(_option) ?? [];
        if (patterns.Length > 0 || !_allByDefault)
        {
            return store.Resolve(patterns);
        }

        // Without any connection the default one is what is missed.
        IReadOnlyList<Connection> all = store.ReadAll();
        return all.Count > 0 ? all : store.Resolve([]);
    }
}
