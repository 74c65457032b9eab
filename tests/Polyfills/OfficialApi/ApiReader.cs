using System.Reflection;

namespace PersonalBudgets.Polyfills.Tests.OfficialApi;

/// <summary>
/// One visible type or member, in the format of the lists beside this file: <c>T:Type : Base</c>, <c>F:Type.Field -> Type</c>,
/// <c>P:Type.Property(Index) -> Type get set static</c>, <c>E:Type.Event -> Type</c>, <c>M:Type.Method``1(Parameters) -> Type static</c>.
/// Names are those of XML documentation. A protected property has no accessors behind its type.
/// </summary>
public sealed record ApiLine(string Name, string? Type, IReadOnlySet<string> Marks)
{
    public static ApiLine Parse(string line)
    {
        if (line.StartsWith("T:", StringComparison.Ordinal))
            return line.Split(" : ") is [var name, var parent] ? new(name, parent, Set()) : new(line, null, Set());
        if (line.Split(" -> ") is not [var member, var rest])
            return new(line, null, Set());
        var words = rest.Split(' ');
        return new(member, words[0], Set(words[1..]));
    }

    /// <summary>May a stand-in have this member where the original has the other? Fewer accessors and no base class are fine, anything else is not.</summary>
    public bool IsWithin(ApiLine official) =>
        Name == official.Name
        && (Type == official.Type || Name.StartsWith("T:", StringComparison.Ordinal) && Type is null)
        && Marks.Contains("static") == official.Marks.Contains("static")
        && Marks.IsSubsetOf(official.Marks);

    public override string ToString() => $"{Name}{(Type is null ? "" : " -> " + Type)}{string.Concat(Marks.Select(mark => " " + mark))}";

    internal static HashSet<string> Set(params string[] marks) => [.. marks];
}

/// <summary>Reads what a compiled assembly shows to those who reference it.</summary>
public static class ApiReader
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<ApiLine> Read(Assembly assembly) => assembly.GetExportedTypes().SelectMany(Read);

    private static IEnumerable<ApiLine> Read(Type type)
    {
        var name = type.FullName!.Replace('+', '.');
        yield return new ApiLine("T:" + name, BaseOf(type), ApiLine.Set());
        foreach (var field in type.GetFields(Declared).Where(f => (f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly) && !f.IsSpecialName))
            yield return new ApiLine($"F:{name}.{field.Name}", NameOf(field.FieldType), ApiLine.Set());
        foreach (var property in type.GetProperties(Declared).Where(p => p.GetAccessors(nonPublic: true).Any(IsVisible)))
            yield return new ApiLine($"P:{name}.{property.Name}{Parameters(property.GetIndexParameters())}", NameOf(property.PropertyType), MarksOf(property));
        foreach (var happening in type.GetEvents(Declared).Where(e => e.AddMethod is { } add && IsVisible(add)))
            yield return new ApiLine($"E:{name}.{happening.Name}", NameOf(happening.EventHandlerType!), ApiLine.Set());
        foreach (var constructor in type.GetConstructors(Declared).Where(c => IsVisible(c) && !c.IsStatic))
            yield return new ApiLine($"M:{name}.#ctor{Parameters(constructor.GetParameters())}", null, ApiLine.Set());
        foreach (var method in type.GetMethods(Declared).Where(m => IsVisible(m) && !IsAccessor(m) && !m.Name.StartsWith('<')))
            yield return new ApiLine(
                $"M:{name}.{method.Name}{Arity(method)}{Parameters(method.GetParameters())}",
                NameOf(method.ReturnType),
                method.IsStatic ? ApiLine.Set("static") : ApiLine.Set());
    }

    /// <summary>What is protected in a class that nobody can derive from shows to nobody.</summary>
    private static bool IsVisible(MethodBase method) => method.IsPublic || (method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed;

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static string? BaseOf(Type type) =>
        type.BaseType is { } parent && type is { IsValueType: false, IsInterface: false } && parent != typeof(object) && parent != typeof(MulticastDelegate)
            ? NameOf(parent)
            : null;

    private static HashSet<string> MarksOf(PropertyInfo property)
    {
        var marks = ApiLine.Set();
        if (property.GetMethod is { IsPublic: true })
            marks.Add("get");
        if (property.SetMethod is { IsPublic: true })
            marks.Add("set");
        if (property.GetAccessors(nonPublic: true)[0].IsStatic)
            marks.Add("static");
        return marks;
    }

    private static string Arity(MethodInfo method) => method.IsGenericMethod ? "``" + method.GetGenericArguments().Length : "";

    private static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(p => NameOf(p.ParameterType)))})";

    private static string NameOf(Type type)
    {
        if (type.IsByRef)
            return NameOf(type.GetElementType()!) + "@";
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        if (type.IsGenericParameter)
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        var own = type.IsGenericType ? type.GetGenericTypeDefinition().FullName! : type.FullName!;
        own = own.Replace('+', '.');
        if (!type.IsGenericType)
            return own;
        // A nested type lists the arguments of the types around it too; each goes behind the name that asks for it.
        var arguments = new Queue<Type>(type.GetGenericArguments());
        return string.Join('.', own.Split('.').Select(part => part.Split('`') is [var bare, var count]
            ? $"{bare}{{{string.Join(',', Enumerable.Range(0, int.Parse(count)).Select(_ => NameOf(arguments.Dequeue())))}}}"
            : part));
    }
}
