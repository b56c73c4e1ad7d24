using System.CommandLine;
using System.Text.RegularExpressions;
using ElevenCost.Cli;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace ElevenCost.Engine.Tests.Schedules;

/// <summary>docs/containers: the Compose file parses, what it names is there, and its commands are ones that the command line takes.</summary>
public sealed partial class ContainerTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "containers");
    private static readonly YamlMappingNode Compose = Read(Path.Combine(Folder, "compose.yaml"));
    private static readonly YamlMappingNode Services = (YamlMappingNode)Compose["services"];

    [Fact]
    public void Every_command_is_one_that_the_command_line_takes()
    {
        string[] loop = [.. Lines(Text(((YamlSequenceNode)Services["sync"]["command"])[0])).Where(line => line.StartsWith("elevencost ", StringComparison.Ordinal))];
        string[] pages = [.. CommandPattern().Matches(File.ReadAllText(Path.Combine(Folder, "README.md"))).Select(match => "elevencost " + match.Groups[1].Value)];
        string[] commands =
        [
            "elevencost " + string.Join(' ', Words(Services["connect"]["command"])),
            string.Join(' ', Words(Services["sync"]["healthcheck"]["test"]).Skip(1)), .. loop, .. pages,
        ];
        Assert.True(commands.Length >= 7, string.Join('\n', commands));
        var screen = new Screen { Output = Stream.Null, Error = TextWriter.Null, Environment = _ => null };
        RootCommand root = CommandLine.Build(new CommandContext(screen, TimeProvider.System, () => throw new NotSupportedException()));
        Assert.All(commands, command => Assert.True(root.Parse(command["elevencost ".Length..]).Errors.Count == 0, command));
    }

    [Fact]
    public void Every_file_secret_and_volume_that_is_named_is_there()
    {
        string[] secrets = [.. ((YamlMappingNode)Compose["secrets"]).Children.Keys.Select(Text)];
        string[] volumes = [.. ((YamlMappingNode)Compose["volumes"]).Children.Keys.Select(Text)];
        foreach ((YamlNode name, YamlNode service) in Services.Children)
        {
            Assert.All(Words(service, "secrets"), secret => Assert.Contains(secret, secrets));
            Assert.All(Words(service, "volumes").Select(volume => volume.Split(':')[0]), source =>
            {
                if (source.StartsWith('.'))
                {
                    Assert.True(Path.Exists(Path.Combine(Folder, source)), $"{Text(name)}: {source}");
                }
                else
                {
                    Assert.Contains(source, volumes);
                }
            });
        }

        // What is read below /run/secrets is mounted there.
        string all = File.ReadAllText(Path.Combine(Folder, "compose.yaml")) + File.ReadAllText(Path.Combine(Folder, "reader.sh")) + File.ReadAllText(Path.Combine(Folder, "grafana-datasource.yaml"));
        Assert.Subset(secrets.ToHashSet(), SecretPattern().Matches(all).Select(match => match.Groups[1].Value).ToHashSet());
        Assert.True(File.Exists(Path.Combine(Repository.Root, Text(Services["connect"]["build"]["dockerfile"]))));
        Assert.All(CopyPattern().Matches(File.ReadAllText(Path.Combine(Folder, "Containerfile"))), match => Assert.True(Path.Exists(Path.Combine(Repository.Root, match.Groups[1].Value)), match.Value));
    }

    [Fact]
    public void The_ledger_is_an_address_without_a_password_and_grafana_reads_it_as_provisioned()
    {
        var address = LedgerAddress.Parse(Text(Services["sync"]["environment"]["ELEVENCOST_LEDGER"]));
        Assert.Equal(("/var/run/postgresql", "finops", "elevencost", true), (address.Host, address.Database, address.User, address.IsLocal));
        YamlNode own = Assert.Single((YamlSequenceNode)Read(Path.Combine(Folder, "grafana-datasource.yaml"))["datasources"]);
        YamlNode other = Assert.Single((YamlSequenceNode)Read(Path.Combine(Repository.Root, "docs", "grafana", "provisioning", "datasources", "elevencost.yaml"))["datasources"]);
        Assert.All(new[] { "uid", "type", "user" }, name => Assert.Equal(Text(other[name]), Text(own[name])));
        Assert.Equal(Text(other["jsonData"]["database"]), Text(own["jsonData"]["database"]));
    }

    private static YamlMappingNode Read(string path)
    {
        var yaml = new YamlStream();
        using StreamReader reader = File.OpenText(path);
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static string[] Words(YamlNode node) => [.. ((YamlSequenceNode)node).Select(Text)];

    private static string[] Words(YamlNode node, string name) => ((YamlMappingNode)node).Children.TryGetValue(name, out YamlNode? list) ? Words(list) : [];

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Trim());

    [GeneratedRegex(@"(?m)^docker (?:compose exec sync elevencost|run .* elevencost) (.+)$")]
    private static partial Regex CommandPattern();

    [GeneratedRegex(@"/run/secrets/(\w+)")]
    private static partial Regex SecretPattern();

    [GeneratedRegex(@"(?m)publish (\S+)")]
    private static partial Regex CopyPattern();
}
