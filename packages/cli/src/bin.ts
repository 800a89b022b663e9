#!/usr/bin/env node
import { program } from "commander";

program.name("shac").description("Hyperparameter search from the terminal").parse();
