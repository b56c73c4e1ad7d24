using System.Reflection;
using System.Runtime.CompilerServices;

namespace ElevenCost.Engine.Tests.Docs;

public sealed class RecordTextTests
{
    /// <summary>The text of a record stands in groups, messages and completions: a generated one lists every property, in the session's culture.</summary>
    [Fact]
    public void Every_record_has_a_text_of_its_own()
    {
        Type[] records = [.. typeof(CostRecord).Assembly.GetExportedTypes().Where(type => type.IsClass && type.GetMethod("<Clone>$") is not null)];
        Assert.True(records.Length > 15);
        Assert.All(records, record => Assert.Null(record.GetMethod(nameof(ToString), [])!.GetCustomAttribute<CompilerGeneratedAttribute>()));
    }
}
