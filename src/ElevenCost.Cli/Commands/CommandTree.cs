using System.CommandLine;
using System.Reflection;

namespace ElevenCost.Cli.Commands;

/// <summary>Finds the commands: every class that derives from <see cref="DocumentedCommand"/> is one.</summary>
internal static class CommandTree
{
    private static readonly ILookup<Type?, Type> Children = typeof(CommandTree).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(DocumentedCommand)) && !type.IsAbstract)
        .OrderBy(type => type.GetCustomAttribute<HelpPlaceAttribute>()?.Place ?? int.MaxValue)
        .ThenBy(type => type.Name, StringComparer.Ordinal)
        .ToLookup(type => type.GetCustomAttribute<SubcommandAttribute>()?.Parent);

    /// <summary>Adds the commands, with all below them, to a root.</summary>
    public static void AddTo(RootCommand root, CommandContext context) => AddTo(root, null, context);

    private static void AddTo(Command command, Type? type, CommandContext context)
    {
        foreach (Type child in Children[type])
        {
            // A command without actions of its own needs no context.
            object?[] arguments = child.GetConstructor([typeof(CommandContext)]) is null ? [] : [context];
            var added = (Command)Activator.CreateInstance(child, arguments)!;
            AddTo(added, child, context);
            command.Add(added);
        }
    }
}
