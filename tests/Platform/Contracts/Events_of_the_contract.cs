using System.Reflection;
using System.Text.Json;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Platform.Tests.Contracts;

/// <summary>
/// Events are read by services of other versions: their JSON may grow and never change. Each has its form in <c>Events/NAME.json</c>,
/// every member filled; a new event or member is a new file or line there, reviewed with the change.
/// </summary>
public sealed class Events_of_the_contract
{
    private static readonly string[] PersonWords = ["Name", "Nhs", "Birth", "Address", "Email", "Phone", "Postcode", "Account", "SortCode", "Note", "Text", "Description"];

    private static readonly JsonSerializerOptions Indented = new(Envelope.Json) { WriteIndented = true };

    public static TheoryData<Type> All =>
        [.. typeof(IDomainEvent).Assembly.GetTypes().Where(type => !type.IsInterface && type.IsAssignableTo(typeof(IDomainEvent))).OrderBy(type => type.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void are_written_as_they_always_were(Type type)
    {
        var written = Write(Sample(type, "")!);
        var file = Path.Combine(Repository.Root, "tests", "Platform", "Contracts", "Events", $"{type.Name}.json");

        Assert.True(File.Exists(file), $"{file} is missing. It is:\n{written}");
        Assert.Equal(File.ReadAllText(file).Trim(), written);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void are_read_as_they_were_written(Type type)
    {
        var written = Write(Sample(type, "")!);

        Assert.Equal(written, Write(JsonSerializer.Deserialize(written, type, Envelope.Json)!));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void hold_nothing_about_a_person(Type type) => Assert.All(Members(type), member =>
    {
        Assert.DoesNotContain(PersonWords, word => member.Name.Contains(word, StringComparison.Ordinal));
        var kind = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        Assert.False(kind.IsEnum || kind == typeof(double) || kind == typeof(float) || kind == typeof(decimal), $"{type.Name}.{member.Name} is a {kind.Name}.");
    });

    [Theory]
    [MemberData(nameof(All))]
    public void are_named_by_area_and_version(Type type) => Assert.Matches(@"^PersonalBudgets\.Contracts\.(Assessment|Allocation|Plans|Payments)\.V\d+$", type.Namespace);

    private static string Write(object value) => JsonSerializer.Serialize(value, value.GetType(), Indented);

    private static IEnumerable<PropertyInfo> Members(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .SelectMany(member => Item(member.PropertyType) is { } item && item.Namespace != "System" ? Members(item).Prepend(member) : [member]);

    private static Type? Item(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    // The same value for the same member, whatever is added beside it.
    private static object? Sample(Type type, string member)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return member.EndsWith("Id", StringComparison.Ordinal) ? "018f0000-0000-7000-8000-000000000001" : member is "Programme" ? "anytown" : "CODE";
        if (type == typeof(int) || type == typeof(long))
            return Convert.ChangeType(12, type, System.Globalization.CultureInfo.InvariantCulture);
        if (type == typeof(bool))
            return true;
        if (type == typeof(DateOnly))
            return new DateOnly(2026, 3, 31);
        if (type == typeof(DateTimeOffset))
            return new DateTimeOffset(2026, 3, 31, 9, 30, 0, TimeSpan.Zero);
        if (Item(type) is { } item)
        {
            var list = Array.CreateInstance(item, 1);
            list.SetValue(Sample(item, ""), 0);
            return list;
        }

        var constructor = type.GetConstructors().OrderBy(candidate => candidate.GetParameters().Length).First();
        var made = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Sample(parameter.ParameterType, parameter.Name!))]);
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
            property.SetValue(made, Sample(property.PropertyType, property.Name));
        return made;
    }
}
