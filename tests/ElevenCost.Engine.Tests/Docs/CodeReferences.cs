using System.Reflection;
using System.Reflection.Emit;

namespace ElevenCost.Engine.Tests.Docs;

/// <summary>Which types the compiled code of an assembly refers to: in signatures, fields, attributes and method bodies. Inlined constants leave no trace.</summary>
internal static class CodeReferences
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (int)(ushort)code.Value);

    /// <summary>Each reference from a type of the assembly to another type of it. Nested types count as the type around them.</summary>
    public static IReadOnlySet<(Type From, Type To)> Within(Assembly assembly)
    {
        var references = new HashSet<(Type, Type)>();
        foreach (Type type in assembly.GetTypes().Where(type => type.Namespace is not null))
        {
            foreach (Type used in UsedBy(type).SelectMany(Parts).Where(used => used.Assembly == assembly))
            {
                references.Add((Outermost(type), Outermost(used)));
            }
        }

        return references;
    }

    private static IEnumerable<Type?> UsedBy(Type type) =>
    [
        type.BaseType,
        .. type.GetInterfaces(),
        .. type.GetGenericArguments().SelectMany(argument => argument.GetGenericParameterConstraints()),
        .. type.GetCustomAttributesData().Select(attribute => attribute.AttributeType),
        .. type.GetFields(All).Select(field => field.FieldType),
        .. type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)).SelectMany(UsedBy),
    ];

    private static IEnumerable<Type?> UsedBy(MethodBase method) =>
    [
        (method as MethodInfo)?.ReturnType,
        .. method.GetParameters().Select(parameter => parameter.ParameterType),
        .. method.GetMethodBody() is { } body ? [.. body.LocalVariables.Select(local => local.LocalType), .. body.ExceptionHandlingClauses
            .Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType), .. UsedBy(method, body)] : Array.Empty<Type?>(),
    ];

    private static IEnumerable<Type?> UsedBy(MethodBase method, MethodBody body)
    {
        Type[] typeArguments = method.DeclaringType!.GetGenericArguments();
        Type[] methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        byte[] code = body.GetILAsByteArray()!;
        for (int at = 0; at < code.Length;)
        {
            int value = code[at] == 0xFE ? (code[at] << 8) | code[at + 1] : code[at];
            at += value > 0xFF ? 2 : 1;
            OpCode operation = OpCodesByValue[value];
            switch (operation.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    MemberInfo member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments)!;
                    yield return member as Type ?? member.DeclaringType;
                    foreach (Type argument in member is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : [])
                    {
                        yield return argument;
                    }

                    at += 4;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + (4 * BitConverter.ToInt32(code, at));
                    break;
                default:
                    at += SizeOf(operation.OperandType);
                    break;
            }
        }
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private static IEnumerable<Type> Parts(Type? type) => type switch
    {
        null or { IsGenericParameter: true } => [],
        { HasElementType: true } => Parts(type.GetElementType()),
        { IsConstructedGenericType: true } => [type.GetGenericTypeDefinition(), .. type.GetGenericArguments().SelectMany(Parts)],
        _ => [type],
    };

    private static Type Outermost(Type type) => type.DeclaringType is { } around ? Outermost(around) : type;
}
