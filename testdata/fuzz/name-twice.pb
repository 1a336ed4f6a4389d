*
€€€€€€'2main.glob..func12case2package level2main.init.0.func12
first init2main.init.1.func12second init2main.(*server).run2
go wrapper2main.deferred2deferred2main.plain.func12
main.plain2plain2main.nested.func1.1.12main.nested.func1.12main.nested.func12main.nested2nested2main.nestedCalls.func1.1.12	main.call2main.nestedCalls.func1.12main.nestedCalls.func12main.nestedCalls2nested calls2main.main.func2.12main.main.func22method value2main.inlinedInto.func12main.inlinedInto2inlined2main.(*box[...]).hold.func12main.(*box[...]).hold2generic method2main.generic[...]2main.main.func12generic function2/tmp/tidemark/closures2[vdso]2
[vsyscall]