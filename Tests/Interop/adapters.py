"""One face for the agent frameworks: what a model would be told of the tools, and shown of a call.

Nothing here asks a model. Each adapter goes the way its framework's own agent goes: its tool
objects, its conversion of schemas, its handling of results and errors.
"""

import asyncio
import contextlib
import dataclasses
import json

from harness import installed


@dataclasses.dataclass
class ToModel:
    """A tool as it would go to a model; `strict` is what the framework says of it, if anything."""

    schema: dict
    description: str = ""
    strict: bool | None = None


def all_adapters():
    """An adapter for each framework of this environment."""
    known = [
        OpenAIAgents, LangChain, PydanticAI, GoogleGenAI, SemanticKernel, SmolAgents, AutoGen,
    ]
    return [adapter for adapter in known if installed(adapter.package)]


def texts(value):
    """Every text in what a framework hands to a model, one after the other."""
    if isinstance(value, dict):
        value = value["text"] if "text" in value else list(value.values())
    if isinstance(value, (list, tuple)):
        return "\n".join(texts(item) for item in value)
    return value if isinstance(value, str) else json.dumps(value, default=str)


def written(model):
    """An object of Pydantic as the JSON it stands for."""
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def stdio(command):
    """The command as the `mcp` package takes it."""
    from mcp import StdioServerParameters

    return StdioServerParameters(command=command[0], args=command[1:])


class OpenAIAgents:
    """Its function tools; strict is on by default for its own tools, off for MCP's."""

    package = "openai-agents"
    dialects = ("default", "openai-strict")

    @contextlib.asynccontextmanager
    async def connect(self, command):
        from agents.mcp import MCPServerStdio

        parameters = {"command": command[0], "args": command[1:]}
        async with MCPServerStdio(parameters) as self.server:
            yield self

    async def tools(self, strict=False):
        from agents import Agent, RunContextWrapper
        from agents.mcp import MCPUtil

        agent = Agent("interop", mcp_servers=[self.server])
        made = await MCPUtil.get_all_function_tools(
            [self.server], strict, RunContextWrapper(None), agent
        )
        self.made = {tool.name: tool for tool in made}
        return {
            tool.name: ToModel(tool.params_json_schema, tool.description, tool.strict_json_schema)
            for tool in made
        }

    async def call(self, name, arguments):
        from agents.tool_context import ToolContext

        text = json.dumps(arguments)
        context = ToolContext(None, tool_name=name, tool_call_id="1", tool_arguments=text)
        return texts(await self.made[name].on_invoke_tool(context, text))


class LangChain:
    """The tools of `langchain-mcp-adapters`, as `langchain-openai` binds them to a model."""

    package = "langchain-mcp-adapters"
    dialects = ("default", "openai-strict")

    @contextlib.asynccontextmanager
    async def connect(self, command):
        from langchain_mcp_adapters.client import MultiServerMCPClient

        connection = {"transport": "stdio", "command": command[0], "args": command[1:]}
        client = MultiServerMCPClient({"clickport": connection})
        async with client.session("clickport") as self.session:
            yield self

    async def tools(self, strict=False):
        from langchain_core.utils.function_calling import convert_to_openai_tool
        from langchain_mcp_adapters.tools import load_mcp_tools

        self.made = {tool.name: tool for tool in await load_mcp_tools(self.session)}
        converted = {}
        for name, tool in self.made.items():
            function = convert_to_openai_tool(tool, strict=strict)["function"]
            converted[name] = ToModel(
                function["parameters"], function["description"], function["strict"]
            )
        return converted

    async def call(self, name, arguments):
        call = {"type": "tool_call", "id": "1", "name": name, "args": arguments}
        return texts((await self.made[name].ainvoke(call)).content)


class PydanticAI:
    """A whole run of its agent; a function stands where the model would."""

    package = "pydantic-ai-slim"
    dialects = ("default", "openai-strict")

    @contextlib.asynccontextmanager
    async def connect(self, command):
        from fastmcp.client.transports import StdioTransport
        from pydantic_ai.mcp import MCPToolset

        transport = StdioTransport(command[0], command[1:], keep_alive=False)
        async with MCPToolset(transport) as self.toolset:
            yield self

    async def run(self, calls=(), profile=None):
        """The tools a model is told of, and what it is shown of the calls it makes."""
        from pydantic_ai import Agent, messages
        from pydantic_ai.models.function import FunctionModel

        told, shown = [], []

        def model(history, info):
            told[:] = info.function_tools
            for part in history[-1].parts:
                if isinstance(part, messages.ToolReturnPart):
                    shown.append(part.model_response_str())
                elif isinstance(part, messages.RetryPromptPart):
                    shown.append(part.model_response())
            if len(shown) == len(calls):
                return messages.ModelResponse([messages.TextPart("done")])
            name, arguments = calls[len(shown)]
            return messages.ModelResponse([messages.ToolCallPart(name, json.dumps(arguments))])

        agent = Agent(FunctionModel(model, profile=profile), toolsets=[self.toolset])
        await agent.run("go")
        return told, shown

    async def tools(self, strict=False):
        from pydantic_ai.profiles.openai import openai_model_profile

        # It converts the schemas for OpenAI's models, and finds out which are strict.
        told, _ = await self.run(profile=openai_model_profile("gpt-5"))
        return {
            tool.name: ToModel(tool.parameters_json_schema, tool.description, tool.strict)
            for tool in told
        }

    async def call(self, name, arguments):
        _, shown = await self.run([(name, arguments)])
        return texts(shown[0])


class GoogleGenAI:
    """What its automatic function calling sends to the service, and back."""

    package = "google-genai"
    dialects = ("default",)

    @contextlib.asynccontextmanager
    async def connect(self, command):
        from mcp import ClientSession
        from mcp.client.stdio import stdio_client

        async with stdio_client(stdio(command)) as streams:
            async with ClientSession(*streams) as self.session:
                await self.session.initialize()
                yield self

    async def tools(self, strict=False):
        from google.genai import _extra_utils, types

        configuration = types.GenerateContentConfig(tools=[self.session])
        configuration, self.made = await _extra_utils.parse_config_for_mcp_sessions(configuration)
        return {
            function.name: ToModel(written(function.parameters), function.description)
            for tool in configuration.tools
            for function in tool.function_declarations
        }

    async def call(self, name, arguments):
        from google.genai import _extra_utils, types

        part = types.Part.from_function_call(name=name, args=arguments)
        content = types.Content(role="model", parts=[part])
        response = types.GenerateContentResponse(candidates=[types.Candidate(content=content)])
        parts = await _extra_utils.get_function_response_parts_async(response, self.made)
        return texts(written(parts[0].function_response)["response"])


class SemanticKernel:
    """A plugin's functions, as a chat completion service is told of them and calls them."""

    package = "semantic-kernel"
    dialects = ("default",)

    @contextlib.asynccontextmanager
    async def connect(self, command):
        from semantic_kernel import Kernel
        from semantic_kernel.connectors.mcp import MCPStdioPlugin

        async with MCPStdioPlugin(
            "clickport", command=command[0], args=command[1:], load_prompts=False
        ) as plugin:
            self.kernel = Kernel()
            self.kernel.add_plugin(plugin)
            yield self

    async def tools(self, strict=False):
        from semantic_kernel.connectors.ai import function_calling_utils

        converted = {}
        for function in self.kernel.get_full_list_of_function_metadata():
            told = function_calling_utils.kernel_function_metadata_to_function_call_format(function)
            told = told["function"]
            converted[function.name] = ToModel(told["parameters"], told["description"])
        return converted

    async def call(self, name, arguments):
        from semantic_kernel.contents import ChatHistory, FunctionCallContent

        history = ChatHistory()
        call = FunctionCallContent(
            id="1", name=f"clickport-{name}", plugin_name="clickport", function_name=name,
            arguments=json.dumps(arguments),
        )
        await self.kernel.invoke_function_call(call, history)
        return texts(history.messages[-1].items[0].result)


class SmolAgents:
    """`mcpadapt` makes the tools of smolagents, whose tool calling agent calls them."""

    package = "smolagents"
    dialects = ("default",)

    @contextlib.asynccontextmanager
    async def connect(self, command):
        from smolagents import MCPClient, Model, ToolCallingAgent

        client = await asyncio.to_thread(MCPClient, stdio(command), structured_output=False)
        try:
            self.agent = ToolCallingAgent(client.get_tools(), Model(), verbosity_level=-1)
            self.agent.tools.pop("final_answer")
            yield self
        finally:
            await asyncio.to_thread(client.disconnect)

    async def tools(self, strict=False):
        from smolagents.models import get_tool_json_schema

        told = [get_tool_json_schema(tool)["function"] for tool in self.agent.tools.values()]
        return {tool["name"]: ToModel(tool["parameters"], tool["description"]) for tool in told}

    async def call(self, name, arguments):
        from smolagents import AgentError

        try:
            shown = await asyncio.to_thread(self.agent.execute_tool_call, name, arguments)
        except AgentError as error:
            shown = error.message
        return texts(shown)


class AutoGen:
    """Its tools, in the workbench that an assistant agent puts them into."""

    package = "autogen-ext"
    dialects = ("default",)

    @contextlib.asynccontextmanager
    async def connect(self, command):
        from autogen_ext.tools.mcp import StdioServerParams, create_mcp_server_session

        self.parameters = StdioServerParams(command=command[0], args=command[1:])
        async with create_mcp_server_session(self.parameters) as self.session:
            await self.session.initialize()
            yield self

    async def tools(self, strict=False):
        from autogen_core.tools import StaticWorkbench
        from autogen_ext.tools.mcp import mcp_server_tools

        self.workbench = StaticWorkbench(await mcp_server_tools(self.parameters, self.session))
        return {
            tool["name"]: ToModel(tool["parameters"], tool["description"])
            for tool in await self.workbench.list_tools()
        }

    async def call(self, name, arguments):
        return (await self.workbench.call_tool(name, arguments)).to_text()
