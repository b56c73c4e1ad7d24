using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using ElevenCost.Cli;
using ElevenCost.Cli.Commands;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Docs;

/// <summary>
/// docs/elevencost.md has every command and every option, as their help says it, and no other. ELEVENCOST_APPROVE=1 writes it anew; look at the
/// difference before you commit it.
/// </summary>
public sealed partial class CommandPageTests
{
    private static readonly string PageFile = Path.Combine(Repository.Root, "docs", "elevencost.md");

    [Fact]
    public void The_page_is_what_the_commands_say()
    {
        string made = CommandPage.Of(Tree());
        if (Environment.GetEnvironmentVariable("ELEVENCOST_APPROVE") == "1")
        {
            File.WriteAllText(PageFile, made);
        }

        Assert.Equal(made.Split('\n'), File.ReadAllText(PageFile).Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n'));
    }

    [Fact]
    public void Every_command_says_what_it_does_and_shows_an_example_and_every_option_says_what_it_is()
    {
        Assert.All(All(Tree()), command =>
        {
            Assert.False(string.IsNullOrWhiteSpace(command.Description), command.Name);
            Assert.NotEmpty(Assert.IsAssignableFrom<DocumentedCommand>(command).Examples);
            Assert.All(command.Options.Where(option => !option.Hidden), option => Assert.False(string.IsNullOrWhiteSpace(option.Description), $"{command.Name} {option.Name}"));
            Assert.All(command.Arguments.Where(argument => !argument.Hidden), argument => Assert.False(string.IsNullOrWhiteSpace(argument.Description), $"{command.Name} {argument.Name}"));
        });
    }

    [Fact]
    public void Every_example_is_one_that_the_command_understands()
    {
        RootCommand root = Tree();
        Assert.All(All(root).OfType<DocumentedCommand>().SelectMany(command => command.Examples), example =>
        {
            // What a shell takes before it and after it is no word of ours.
            string own = ShellPattern().Match(example).Groups["words"].Value;
            ParseResult parsed = root.Parse([.. CommandLineParser.SplitCommandLine(own.Replace('\'', '"'))]);
            Assert.True(parsed.Errors.Count == 0, $"{example}: {string.Join(" ", parsed.Errors.Select(error => error.Message))}");
        });
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(child => All(child).Prepend(child));

    private static RootCommand Tree() =>
        CommandLine.Build(new CommandContext(new Screen { Output = Stream.Null, Error = TextWriter.Null, Environment = _ => null }, TimeProvider.System, () => throw new InvalidOperationException("No home is asked for.")));

    [GeneratedRegex(@"(^|\s)elevencost (?<words>.*?)( [|<>&]|$)")]
    private static partial Regex ShellPattern();
}
