using System.Collections;
using System.Management.Automation;

namespace ElevenCost.PowerShell.Binding;

/// <summary>Takes connections by their objects, and rows by the connection that they are of; deserialized ones of a job too.</summary>
internal sealed class ConnectionNamesAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        string => inputData,
        PSObject { BaseObject: IList wrapped } => wrapped.Cast<object?>().Select(NameOf).ToArray(),
        IList list => list.Cast<object?>().Select(NameOf).ToArray(),
        _ => NameOf(inputData),
    };

    private static object? NameOf(object? item)
    {
        if (item is null or string)
        {
            return item;
        }

        PSObject value = PSObject.AsPSObject(item);
        if (value.BaseObject is string)
        {
            return value.BaseObject;
        }

        bool isConnection = value.BaseObject is Connection
            || value.TypeNames.Contains("Deserialized." + typeof(Connection).FullName, StringComparer.Ordinal);
        return value.Properties[isConnection ? nameof(ElevenCost.Connection.Name) : nameof(CostRecord.Connection)]?.Value is string name
            ? name
            : item;
    }
}
