using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace PersonalBudgets.Deploy.Tests.Settings;

/// <summary>
/// A program composed by its own entry point as far as the built host, and no further: nothing starts. It tells what settings classes the
/// program has and which keys it asks its configuration for to fill them, so that neither can be listed wrongly.
/// </summary>
internal sealed class Composition : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly AsyncLocal<Composition?> Current = new();
    private readonly RecordingSource _asked = new();
    private IServiceCollection? _services;
    private IHost? _host;

    private Composition()
    {
    }

    /// <summary>The settings classes of a program, each with the keys that are asked for it.</summary>
    public static IReadOnlyDictionary<Type, IReadOnlyList<string>> Of(Assembly program)
    {
        var composition = new Composition();
        Current.Value = composition;
        using (DiagnosticListener.AllListeners.Subscribe(composition))
        {
            try
            {
                program.EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [new[] { $"--contentRoot={AppContext.BaseDirectory}", "--environment=Production" }], null);
            }
            catch (HostIsBuiltException)
            {
            }
            finally
            {
                Current.Value = null;
            }
        }
        return composition.Read();
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (Current.Value == this && value.Name == "Microsoft.Extensions.Hosting")
            value.Subscribe(this);
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (Current.Value != this)
            return;
        if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
            builder.ConfigureAppConfiguration(configuration => configuration.Add(_asked)).ConfigureServices(services => _services = services);
        if (value is not { Key: "HostBuilt", Value: IHost host })
            return;
        _host = host;
        throw new HostIsBuiltException();
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private Dictionary<Type, IReadOnlyList<string>> Read()
    {
        using var host = _host ?? throw new InvalidOperationException("The program built no host.");
        return _services!.Select(service => service.ServiceType)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IConfigureOptions<>))
            .Select(type => type.GetGenericArguments()[0])
            .Where(type => type.Namespace!.StartsWith("PersonalBudgets.", StringComparison.Ordinal)).Distinct()
            .ToDictionary(type => type, type => KeysOf(type, host.Services));
    }

    private IReadOnlyList<string> KeysOf(Type settings, IServiceProvider services)
    {
        _asked.Start();
        var options = services.GetRequiredService(typeof(IOptions<>).MakeGenericType(settings));
        try
        {
            options.GetType().GetProperty(nameof(IOptions<>.Value))!.GetValue(options);
        }
        catch (TargetInvocationException refused) when (refused.InnerException is OptionsValidationException)
        {
            // It was filled before it was judged.
        }
        return [.. _asked.Keys.Distinct()];
    }

    private sealed class HostIsBuiltException : Exception;

    /// <summary>Holds one programme and nothing else, and keeps the keys that it is asked for.</summary>
    private sealed class RecordingSource : ConfigurationProvider, IConfigurationSource
    {
        private bool _isRecording;

        public List<string> Keys { get; } = [];

        public void Start()
        {
            _isRecording = true;
            Keys.Clear();
        }

        public IConfigurationProvider Build(IConfigurationBuilder builder)
        {
            // A list's members are asked for where there is one.
            Data["Programmes:0:Name"] = "north";
            return this;
        }

        public override bool TryGet(string key, out string? value)
        {
            Keys.Add(key);
            return base.TryGet(key, out value);
        }

        // A section without a member is not read at all.
        public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
            base.GetChildKeys(_isRecording && parentPath?.Contains(':') is false ? earlierKeys.Append("none") : earlierKeys, parentPath);
    }
}
