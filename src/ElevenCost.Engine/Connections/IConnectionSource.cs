namespace ElevenCost.Engine.Connections;

/// <summary>Where connections are looked up.</summary>
public interface IConnectionSource
{
    /// <summary>Every connection, in the order in which they were made; where there are any, exactly one is the default.</summary>
    /// <exception cref="ElevenCostException">They can't be read.</exception>
    IReadOnlyList<Connection> ReadAll();

    /// <summary>
    /// The connections that any of the patterns names, each once, in the order in which they were made: exact names or wildcards, without
    /// regard to case. The default connection where there is no pattern.
    /// </summary>
    /// <exception cref="ElevenCostException"><c>ConnectionNotFound</c>: a pattern names none; or what <see cref="ReadAll"/> throws.</exception>
    IReadOnlyList<Connection> Resolve(IReadOnlyCollection<string> patterns);
}
