using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace ElevenCost.PowerShell.Binding;

/// <summary>
/// Takes a field of a rule as text, as it is written; a <see cref="DateTime"/> by its date, whatever its kind and time of day; a list as one item a
/// line, which no field of a rule may have.
/// </summary>
/// <remarks>What the text says is judged later, together with all other rows of a pipeline: an error of binding would pass over its row alone.</remarks>
internal sealed class RuleTextAttribute : ArgumentTransformationAttribute
{
    private const string Day = "yyyy-MM-dd";

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData) switch
        {
            DateTime day => day.ToString(Day, CultureInfo.InvariantCulture),
            DateTimeOffset instant => instant.ToString(Day, CultureInfo.InvariantCulture),
            DateOnly day => day.ToString(Day, CultureInfo.InvariantCulture),
            IEnumerable list and not string => string.Join('\n', list.Cast<object?>().Select(item => LanguagePrimitives.ConvertTo<string>(item))),
            _ => inputData,
        };
}
