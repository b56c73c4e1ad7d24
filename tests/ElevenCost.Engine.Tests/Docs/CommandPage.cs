using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using ElevenCost.Cli;
using ElevenCost.Cli.Commands;

namespace ElevenCost.Engine.Tests.Docs;

/// <summary>The page of the command line, made from its commands: what <c>--help</c> says, in Markdown.</summary>
internal static class CommandPage
{
    /// <summary>The page.</summary>
    public static string Of(RootCommand root)
    {
        var page = new StringBuilder();
        page.Append("# elevencost\n\n").Append(Line(root.Description)).Append("\n\n");
        page.Append("This page is what `elevencost --help` and `elevencost COMMAND --help` say. Data alone goes to standard output; progress, warnings and errors go to\nstandard error.\n");
        Commands(page, root, "elevencost");
        page.Append("\n## Exit codes\n\n| code | meaning |\n|---|---|\n");
        foreach (string code in ExitCode.Help.Split(". ")[0].Split("; "))
        {
            page.Append("| ").Append(code.Split(' ', 2)[0]).Append(" | ").Append(code.Split(' ', 2)[1]).Append(" |\n");
        }

        page.Append('\n').Append(ExitCode.Help.Split(". ")[1]).Append('\n');
        page.Append("\n## Environment\n\n| variable | meaning |\n|---|---|\n");
        foreach ((string name, string meaning) in HelpWithExamples.Environment)
        {
            page.Append("| `").Append(name).Append("` | ").Append(Line(meaning)).Append(" |\n");
        }

        return page.ToString();
    }

    private static void Commands(StringBuilder page, Command parent, string path)
    {
        foreach (Command command in parent.Subcommands.Where(command => !command.Hidden))
        {
            string name = $"{path} {command.Name}";
            page.Append("\n## ").Append(name).Append("\n\n").Append(Line(command.Description)).Append('\n');
            List<(string Name, string? Meaning)> rows =
            [
                .. command.Arguments.Where(argument => !argument.Hidden).Select(argument => ($"`{argument.HelpName ?? argument.Name}`", argument.Description)),
                .. command.Options.Where(option => !option.Hidden && option is not HelpOption).Select(option => (NameOf(option), option.Description)),
            ];
            if (rows.Count > 0)
            {
                page.Append("\n| argument or option | meaning |\n|---|---|\n");
                rows.ForEach(row => page.Append("| ").Append(row.Name).Append(" | ").Append(Line(row.Meaning)).Append(" |\n"));
            }

            if (command is DocumentedCommand { Examples.Count: > 0 } documented)
            {
                page.Append("\n```text\n").AppendJoin('\n', documented.Examples).Append("\n```\n");
            }

            Commands(page, command, name);
        }
    }

    private static string NameOf(Option option) =>
        string.Join(", ", option.Aliases.Prepend(option.Name).Select(name => $"`{name}`")) + (option.HelpName is { } value ? $" `<{Line(value)}>`" : "");

    private static string Line(string? text) => (text ?? "").Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ').Trim();
}
