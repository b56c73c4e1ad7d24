using System.CommandLine;

namespace ElevenCost.Cli.Commands;

/// <summary>Puts a command under another one; commands without it are called directly.</summary>
/// <typeparam name="T">The command above it.</typeparam>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SubcommandOfAttribute<T> : SubcommandAttribute
    where T : Command
{
    public override Type Parent => typeof(T);
}

/// <summary>As <see cref="SubcommandOfAttribute{T}"/>, whatever the command above is.</summary>
internal abstract class SubcommandAttribute : Attribute
{
    /// <summary>The class of the command above.</summary>
    public abstract Type Parent { get; }
}
