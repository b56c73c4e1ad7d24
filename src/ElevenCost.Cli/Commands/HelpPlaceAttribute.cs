namespace ElevenCost.Cli.Commands;

/// <summary>Where a command stands in the help: in the order in which users come to need it. Commands without it follow by name.</summary>
/// <param name="place">The place; lower numbers come first.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class HelpPlaceAttribute(int place) : Attribute
{
    public int Place { get; } = place;
}
